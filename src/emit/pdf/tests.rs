use super::*;

#[test]
fn only_links_that_may_be_followed_are_links() {
    for (link, expected) in [
        ("tel:+441632960001", Some("tel:+441632960001")),
        (
            "https://example.gov.uk/a b",
            Some("https://example.gov.uk/a%20b"),
        ),
        (
            "mailto:ŵ@example.gov.uk",
            Some("mailto:%C5%B5@example.gov.uk"),
        ),
        ("javascript:alert(1)", None),
        ("file:///x", None),
        ("", None),
    ] {
        assert_eq!(address(link).as_deref(), expected, "{link}");
    }
}

#[test]
fn a_document_of_nothing_is_a_document() {
    let letters = Letters::shipped();
    let empty = crate::ir::Pathway::default();
    let document = Document::of(&empty, &super::super::document::Shown::default(), 0);
    let made = emit(&document, &Picture::default(), &letters).expect("the PDF is made");
    assert!(made.starts_with(b"%PDF-1.7"));
}
