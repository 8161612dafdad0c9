//! The parts of the file around its body: what it is made of, how its paragraphs look.

use std::fmt::Write;

use crate::emit::document::Document;

use super::xml::escaped;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Which part is what.
pub(super) const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>
"#;

/// Where the body and the properties are.
pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
"#;

/// Two levels of bullets.
pub(super) const NUMBERING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1134" w:hanging="283"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>
"#;

/// That it is of today's kind, so that Word does not open it as an old one.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/></w:settings>
"#;

/// Title and author.
pub(super) fn core(document: &Document) -> String {
    let title = escaped(&document.title);
    let said = |word| document.control.iter().find(|(it, _)| *it == word);
    let creator = said("Authority").map_or_else(String::new, |(_, authority)| {
        format!("<dc:creator>{}</dc:creator>", escaped(authority))
    });
    let version = said("Version").map_or_else(String::new, |(_, version)| {
        format!("<cp:version>{}</cp:version>", escaped(version))
    });
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title>{creator}<dc:language>en-GB</dc:language>{version}</cp:coreProperties>\n"
    )
}

/// What stands at the foot of each page: the title and the number of the page.
pub(super) fn footer(document: &Document) -> String {
    let title = escaped(&document.title);
    let number = |field: &str| {
        format!("<w:fldSimple w:instr=\" {field} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    format!(
        "{HEAD}<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{title} · page </w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>{}</w:p></w:ftr>\n",
        number("PAGE"),
        number("NUMPAGES")
    )
}

/// What the body speaks of: fixed parts, addresses of links, and the sheets of the picture.
pub(super) fn relations(links: &[String], sheets: usize) -> String {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for (part, file) in [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("footer", "footer1.xml"),
    ] {
        let _ = write!(
            out,
            "<Relationship Id=\"{part}\" Type=\"{kind}/{part}\" Target=\"{file}\"/>"
        );
    }
    for (link, number) in links.iter().zip(1..) {
        let _ = write!(
            out,
            "<Relationship Id=\"link{number}\" Type=\"{kind}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            escaped(link)
        );
    }
    for number in 1..=sheets {
        for ending in ["png", "svg"] {
            let _ = write!(
                out,
                "<Relationship Id=\"{ending}{number}\" Type=\"{kind}/image\" Target=\"media/sheet{number}.{ending}\"/>"
            );
        }
    }
    out + "</Relationships>\n"
}

/// How a kind of paragraph looks.
struct Style {
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    letters: &'static str,
}

const STYLES: &[Style] = &[
    Style {
        id: "Title",
        name: "Title",
        paragraph: r#"<w:keepNext/><w:spacing w:before="0" w:after="240"/>"#,
        letters: r#"<w:b/><w:bCs/><w:sz w:val="48"/><w:szCs w:val="48"/>"#,
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        paragraph: r#"<w:keepNext/><w:keepLines/><w:spacing w:before="480" w:after="120"/><w:outlineLvl w:val="0"/>"#,
        letters: r#"<w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/>"#,
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        paragraph: r#"<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="80"/><w:outlineLvl w:val="1"/>"#,
        letters: r#"<w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/>"#,
    },
    Style {
        id: "Heading3",
        name: "heading 3",
        paragraph: r#"<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="2"/>"#,
        letters: r#"<w:b/><w:bCs/>"#,
    },
    Style {
        id: "ListBullet",
        name: "List Bullet",
        paragraph: r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>"#,
        letters: "",
    },
    Style {
        id: "ListBullet2",
        name: "List Bullet 2",
        paragraph: r#"<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>"#,
        letters: "",
    },
    Style {
        id: "Caption",
        name: "caption",
        paragraph: r#"<w:spacing w:before="60" w:after="60"/>"#,
        letters: "",
    },
    Style {
        id: "Footer",
        name: "footer",
        paragraph: r#"<w:spacing w:after="0"/>"#,
        letters: r#"<w:sz w:val="20"/><w:szCs w:val="20"/>"#,
    },
    Style {
        id: "Warning",
        name: "Warning",
        paragraph: r#"<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="18" w:space="4" w:color="0B0C0C"/><w:left w:val="single" w:sz="18" w:space="4" w:color="0B0C0C"/><w:bottom w:val="single" w:sz="18" w:space="4" w:color="0B0C0C"/><w:right w:val="single" w:sz="18" w:space="4" w:color="0B0C0C"/></w:pBdr><w:spacing w:before="120" w:after="120"/><w:ind w:left="113" w:right="113"/>"#,
        letters: "<w:b/><w:bCs/>",
    },
];

/// How all paragraphs look: Arial of 12 points, from the left, in British English.
pub(super) fn styles() -> String {
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:eastAsia=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/><w:color w:val=\"0B0C0C\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style><w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"144E81\"/><w:u w:val=\"single\"/></w:rPr></w:style>"
    );
    for style in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>",
            style.id, style.name, style.paragraph, style.letters
        );
    }
    out + "</w:styles>\n"
}
