//! The PDF, read back by another program: what it says, in which order, and what somebody hears who does not see it.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost::emit::document::{Document, Shown};
use fingerpost::emit::pdf;
use fingerpost::emit::text::text;
use fingerpost::letters::Letters;
use fingerpost::picture::{Options, Paper, Picture, picture};
use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId};

use crate::cases;

/// A PDF with what was found in it.
struct Read {
    file: lopdf::Document,
    /// The words of each marked part of each page.
    marked: BTreeMap<(ObjectId, i64), String>,
    /// What breaks the rules.
    faults: Vec<String>,
}

/// One element of what is heard.
struct Heard {
    role: String,
    /// Its words, with those of all that is in it.
    words: String,
    /// The roles of what is directly in it.
    inner: Vec<String>,
}

impl Read {
    fn of(bytes: &[u8]) -> Read {
        let file = lopdf::Document::load_mem(bytes).expect("another program can read it");
        let mut read = Read {
            file,
            marked: BTreeMap::new(),
            faults: Vec::new(),
        };
        for page in read.file.get_pages().into_values().collect::<Vec<_>>() {
            read.page(page);
        }
        read
    }

    fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let object = dictionary.get(key.as_bytes()).ok()?;
        self.file.dereference(object).ok().map(|(_, object)| object)
    }

    fn dictionary<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.get(dictionary, key)?.as_dict().ok()
    }

    /// Notes the words of each marked part of a page, and whatever is drawn outside of any.
    fn page(&mut self, id: ObjectId) {
        let page = self.file.get_dictionary(id).expect("a page");
        if page.get(b"Tabs").and_then(Object::as_name).ok() != Some(b"S".as_slice()) {
            self.faults
                .push("a page has another order of links".to_string());
        }
        let fonts = self.file.get_page_fonts(id).expect("fonts");
        let maps: BTreeMap<&[u8], BTreeMap<u32, String>> = fonts
            .iter()
            .map(|(name, font)| (name.as_slice(), self.to_unicode(font)))
            .collect();
        let content = self.file.get_page_content(id);
        let content = Content::decode(&content).expect("content can be read");
        let mut faults = Vec::new();
        let mut marked: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
        // What is open: which marked part, and whether its words were said already.
        let mut open: Vec<(Option<i64>, bool, bool)> = Vec::new();
        let mut font = None;
        let lists = self.dictionary(page, "Resources");
        let lists = lists.and_then(|it| self.dictionary(it, "Properties"));
        for operation in &content.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "BMC" => {
                    let (number, was_said, inside) = open.last().copied().unwrap_or_default();
                    open.push((number, was_said, inside || is_artifact(operands)));
                }
                "BDC" => {
                    let list = operands.get(1).and_then(|list| match list.as_name() {
                        Ok(name) => self
                            .get(lists?, &String::from_utf8_lossy(name))?
                            .as_dict()
                            .ok(),
                        Err(_) => list.as_dict().ok(),
                    });
                    let number = list.and_then(|it| it.get(b"MCID").and_then(Object::as_i64).ok());
                    let number = number.or(open.last().and_then(|it| it.0));
                    let instead = list.and_then(|it| self.get(it, "ActualText"));
                    let was_said = open.last().is_some_and(|it| it.1);
                    if let (Some(words), Some(number), false) = (instead, number, was_said) {
                        let words = lopdf::decode_text_string(words).expect("words");
                        marked.entry((id, number)).or_default().push_str(&words);
                    }
                    let is_artifact = is_artifact(operands) || open.iter().any(|it| it.2);
                    open.push((number, was_said || instead.is_some(), is_artifact));
                }
                "EMC" => {
                    open.pop();
                }
                "Tf" => font = operands.first().and_then(|it| it.as_name().ok()),
                "Tj" | "TJ" => {
                    let words = shown(operands, font.and_then(|font| maps.get(font)));
                    match open.last() {
                        Some((Some(number), false, _)) => {
                            marked.entry((id, *number)).or_default().push_str(&words);
                        }
                        Some((_, true, _) | (_, _, true)) => {}
                        Some(_) | None => faults.push(format!("“{words}” is in no part")),
                    }
                }
                "f" | "f*" | "S" | "s" | "B" | "B*" | "b" if open.is_empty() => {
                    faults.push("something is drawn that is in no part".to_string());
                }
                _ => {}
            }
        }
        self.marked.extend(marked);
        self.faults.extend(faults);
    }

    /// Which characters the glyphs of a font stand for.
    fn to_unicode(&self, font: &Dictionary) -> BTreeMap<u32, String> {
        let map = self
            .get(font, "ToUnicode")
            .expect("a font says its characters");
        let map = map.as_stream().expect("a map");
        let map = map.decompressed_content().expect("a map that can be read");
        let map = String::from_utf8_lossy(&map).into_owned();
        let below = self
            .get(font, "DescendantFonts")
            .and_then(|it| it.as_array().ok());
        let below = below.and_then(|it| it.first()).expect("a font");
        let below = self.file.dereference(below).expect("a font").1;
        let described = self.dictionary(below.as_dict().expect("a font"), "FontDescriptor");
        let described = described.expect("a font is described");
        assert!(
            self.get(described, "FontFile2").is_some(),
            "fonts are in the file"
        );
        let mut characters = BTreeMap::new();
        for part in map.split("beginbfchar").skip(1) {
            let part = part.split("endbfchar").next().unwrap_or("");
            let codes: Vec<&str> = part.split(['<', '>']).skip(1).step_by(2).collect();
            for pair in codes.chunks(2) {
                if let [code, text] = pair {
                    let code = u32::from_str_radix(code, 16).expect("a number");
                    let units: Vec<u16> = (0..text.len() / 4)
                        .map(|at| {
                            u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).expect("a unit")
                        })
                        .collect();
                    characters.insert(code, String::from_utf16(&units).expect("text"));
                }
            }
        }
        assert!(!map.contains("beginbfrange"), "this test reads no ranges");
        characters
    }

    /// What is heard, in order; faults are noted.
    fn heard(&mut self) -> Vec<Heard> {
        let catalog = self.file.catalog().expect("a catalog").clone();
        let root = self
            .dictionary(&catalog, "StructTreeRoot")
            .expect("tags")
            .clone();
        let mut heard = Vec::new();
        let mut seen = BTreeSet::new();
        let mut links = 0;
        if let Some(kids) = root.get(b"K").ok().cloned() {
            self.element(&kids, None, &mut heard, &mut seen, &mut links);
        }
        let all: BTreeSet<_> = self.marked.keys().copied().collect();
        let unheard: Vec<_> = all.difference(&seen).collect();
        assert!(unheard.is_empty(), "not heard: {unheard:?}");
        let mut annotations = 0;
        for page in self.file.get_pages().into_values() {
            let page = self.file.get_dictionary(page).expect("a page");
            let on_page = self.get(page, "Annots").and_then(|it| it.as_array().ok());
            for annotation in on_page.into_iter().flatten() {
                let (_, annotation) = self.file.dereference(annotation).expect("a link");
                let annotation = annotation.as_dict().expect("a link");
                let said = self
                    .get(annotation, "Contents")
                    .map(lopdf::decode_text_string);
                let is_said = said.is_some_and(|it| it.is_ok_and(|it| !it.is_empty()));
                assert!(
                    is_said && annotation.has(b"StructParent"),
                    "a link says where it leads"
                );
                annotations += 1;
            }
        }
        assert_eq!(links, annotations, "each link is heard once");
        heard
    }

    fn element(
        &mut self,
        kid: &Object,
        page: Option<ObjectId>,
        heard: &mut Vec<Heard>,
        seen: &mut BTreeSet<(ObjectId, i64)>,
        links: &mut usize,
    ) -> (String, String) {
        let object = self.file.dereference(kid).expect("a kid").1.clone();
        let page_of = |it: &Dictionary| it.get(b"Pg").and_then(Object::as_reference).ok();
        if let Ok(number) = object.as_i64() {
            let place = (page.expect("a page"), number);
            assert!(seen.insert(place), "heard twice");
            let words = self.marked.get(&place).cloned().unwrap_or_default();
            return (String::new(), words);
        }
        if let Ok(kids) = object.as_array() {
            let words = kids.iter();
            let words = words.map(|kid| self.element(kid, page, heard, seen, links).1);
            return (String::new(), words.collect());
        }
        let it = object.as_dict().expect("an element");
        if let Ok(number) = it.get(b"MCID") {
            let number = number.clone();
            return self.element(&number, page_of(it).or(page), heard, seen, links);
        }
        if it.has(b"Obj") {
            *links += 1;
            return ("link".to_string(), String::new());
        }
        let role = it.get(b"S").and_then(Object::as_name).expect("a role");
        let role = String::from_utf8_lossy(role).into_owned();
        let page = page_of(it).or(page);
        if role == "Figure" {
            let alt = self.get(it, "Alt").map(lopdf::decode_text_string);
            let is_said = alt.is_some_and(|alt| alt.is_ok_and(|alt| !alt.is_empty()));
            if !is_said {
                self.faults
                    .push("a figure is not said in words".to_string());
            }
        }
        let at = heard.len();
        heard.push(Heard {
            role: role.clone(),
            words: String::new(),
            inner: Vec::new(),
        });
        let kids = it.get(b"K").cloned().ok();
        let kids = kids.map(|kid| match kid.as_array() {
            Ok(kids) => kids.clone(),
            Err(_) => vec![kid],
        });
        let kids = kids.unwrap_or_default();
        for kid in kids {
            let (role, words) = self.element(&kid, page, heard, seen, links);
            heard[at].inner.push(role);
            heard[at].words.push_str(&words);
        }
        (role, heard[at].words.clone())
    }
}

fn is_artifact(operands: &[Object]) -> bool {
    let name = operands.first().and_then(|it| it.as_name().ok());
    name == Some(b"Artifact".as_slice())
}

/// The characters of glyphs.
fn shown(operands: &[Object], map: Option<&BTreeMap<u32, String>>) -> String {
    let mut words = String::new();
    let mut add = |object: &Object| {
        for code in object.as_str().unwrap_or_default().chunks(2) {
            let code = code
                .iter()
                .fold(0, |code, byte| code << 8 | u32::from(*byte));
            let character = map.and_then(|map| map.get(&code));
            words.push_str(character.map_or("\u{FFFD}", String::as_str));
        }
    };
    for operand in operands {
        match operand.as_array() {
            Ok(parts) => parts.iter().for_each(&mut add),
            Err(_) => add(operand),
        }
    }
    words
}

/// A text without spaces and without the marks that only say from which side it is read.
fn bare(text: &str) -> String {
    let is_mark = |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{2066}' | '\u{2069}');
    let kept = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    kept.filter(|c| !is_mark(c)).collect()
}

fn made(document: &Document, picture: &Picture) -> Vec<u8> {
    pdf::emit(document, picture, &Letters::shipped()).expect("the PDF is made")
}

/// Holds a PDF to what everybody must find in it.
fn holds(document: &Document, picture: &Picture) -> Vec<u8> {
    let bytes = made(document, picture);
    let mut read = Read::of(&bytes);
    let catalog = read.file.catalog().expect("a catalog").clone();
    let language = read.get(&catalog, "Lang").map(lopdf::decode_text_string);
    assert_eq!(language.and_then(Result::ok).as_deref(), Some("en-GB"));
    let marks = read
        .dictionary(&catalog, "MarkInfo")
        .expect("it says that it is tagged");
    assert!(
        marks
            .get(b"Marked")
            .and_then(Object::as_bool)
            .is_ok_and(|it| it)
    );
    let viewer = read
        .dictionary(&catalog, "ViewerPreferences")
        .expect("how it is shown");
    assert!(
        viewer
            .get(b"DisplayDocTitle")
            .and_then(Object::as_bool)
            .is_ok_and(|it| it)
    );
    assert!(read.dictionary(&catalog, "Outlines").is_some(), "bookmarks");
    let info = read.file.trailer.get(b"Info").expect("what it is");
    let info = read
        .file
        .dereference(info)
        .expect("what it is")
        .1
        .as_dict()
        .expect("what it is");
    let title = lopdf::decode_text_string(read.get(info, "Title").expect("a title"));
    assert_eq!(bare(&title.expect("a title")), bare(&document.title));
    let about = read
        .get(&catalog, "Metadata")
        .and_then(|it| it.as_stream().ok());
    let about = about.expect("metadata");
    let about = about
        .decompressed_content()
        .unwrap_or_else(|_| about.content.clone());
    assert!(
        String::from_utf8_lossy(&about).contains("pdfuaid:part"),
        "it says that it is PDF/UA"
    );

    let heard = read.heard();
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let mut level = 0;
    let mut words = String::new();
    for it in &heard {
        let inner: BTreeSet<&str> = it.inner.iter().map(String::as_str).collect();
        let may = match it.role.as_str() {
            "Document" => &["Sect"][..],
            "Sect" => &["H1", "H2", "H3", "P", "L"],
            "L" => &["LI"],
            "LI" => &["Lbl", "LBody"],
            "LBody" => &["", "L", "Link", "Figure", "Span"],
            "P" | "H1" | "H2" | "H3" => &["", "Link", "Span"],
            "Link" => &["link", "", "Span"],
            "Lbl" | "Span" | "Figure" => &[""],
            other => panic!("{other} is not a role that we give"),
        };
        assert!(
            inner.iter().all(|it| may.contains(it)),
            "{} has {inner:?}",
            it.role
        );
        assert!(
            it.role != "Link" || inner.contains("link"),
            "a link leads somewhere"
        );
        if let Some(its) = it.role.strip_prefix('H') {
            let its: usize = its.parse().expect("a level");
            assert!(its <= level + 1, "a level is passed over");
            level = its;
        }
        if matches!(it.role.as_str(), "P" | "H1" | "H2" | "H3" | "LBody") {
            words.push_str(&bare(&it.words));
        }
    }
    let mut rest = words.as_str();
    for block in text(document) {
        let expected = bare(&block.words().concat());
        let at = rest.find(&expected);
        let at = at.unwrap_or_else(|| panic!("“{expected}” is not heard, or not in its place"));
        rest = &rest[at + expected.len()..];
    }
    bytes
}

fn document(text: &str) -> Document {
    let compiled = crate::compile(text);
    let shown = Shown::all(&compiled.pathway);
    Document::of(&compiled.pathway, &shown, 0)
}

fn drawn(document: &Document) -> Picture {
    let options = Options {
        paper: Paper::A4,
        ..Options::default()
    };
    picture(document, &Letters::shipped(), &options)
}

#[test]
fn everybody_finds_all_of_a_flow_in_its_pdf() {
    let path = cases::repository("flows/example.flow");
    let compiled = crate::compile_at(&path, &cases::read(&path));
    let shown = Shown::all(&compiled.pathway);
    let document = Document::of(&compiled.pathway, &shown, 0);
    let bytes = holds(&document, &drawn(&document));
    let again = made(&document, &drawn(&document));
    assert_eq!(bytes, again, "the same document gives the same bytes");
}

#[test]
fn text_in_any_letters_is_read_back_as_it_was_written() {
    let texts = [
        "Llwybr i deuluoedd: ŵ ŷ, mae’n barod",
        "Zażółć gęślą jaźń? <script>alert(\\\"x\\\")</script> & 'q'",
        "اتصل بالرقم 01632 960123 أو زر الموقع (هنا)",
        "שָׁלוֹם: 12, עולם",
        "क्षत्रिय বাংলা। ਪੰਜਾਬੀ ગુજરાતી தமிழ் አማርኛ 中文 ไทย",
        "👩\u{200D}👩\u{200D}👧\u{200D}👦 👍🏽 🇬🇧 1\u{FE0F}\u{20E3} ☎ ffi",
        "Nothing has this: \u{E000} \u{AC00}",
    ];
    let mut flow = "pathway letters \"Litery – llythrennau – حروف\"\n  start q1\n".to_string();
    for (number, text) in texts.iter().enumerate() {
        let number = number + 1;
        let next = number + 1;
        flow.push_str(&format!(
            "\nquestion q{number} \"{text}\"\n  answer it \"{text}\"\n  answer no \"No\"\n  on it -> q{next}\n  otherwise -> q{next}\n"
        ));
    }
    flow.push_str(&format!(
        "\noutcome q{} \"End\"\n  say \"x\"\n",
        texts.len() + 1
    ));
    let document = document(&flow);
    assert_eq!(
        document.steps.len(),
        texts.len() + 1,
        "{:?}",
        crate::compile(&flow).diagnostics.findings.first()
    );
    holds(&document, &drawn(&document));
}
