//! Running text as HTML: nothing that an author writes becomes markup, and lists stand inside one another.

use super::*;

const HOSTILE: &str = "<script>alert(1)</script> \"it's\" & @you";

#[test]
fn in_html_words_stay_words() {
    let words = || vec![Span::Plain(HOSTILE.into())];
    let page = html(&[
        Block::heading(2, Some(Anchor::Chapter("top")), HOSTILE),
        Block::Paragraph(vec![
            Span::Strong(HOSTILE.into()),
            Span::Outside("Ring".into(), "tel:01632960001".into()),
        ]),
        Block::Alarm(HOSTILE.into()),
        Block::Table {
            caption: HOSTILE.into(),
            head: vec![HOSTILE.into(), "Two".into()],
            rows: vec![vec![words(), vec![Span::Name("a_name".into())]]],
        },
    ]);
    assert!(!page.contains("<script"), "{page}");
    // The caption is said twice.
    assert_eq!(page.matches("&lt;script&gt;alert(1)").count(), 7);
    assert!(page.contains("<a href=\"tel:01632960001\">Ring</a>"));
    assert!(page.contains("<td dir=\"auto\"><code>a_name</code></td>"));
}

#[test]
fn items_are_lists_inside_one_another() {
    let list = |depths: &[usize]| {
        let items = depths.iter().map(|depth| Block::item(*depth, "x"));
        let page = html(&items.collect::<Vec<_>>());
        page.replace(" dir=\"auto\"", "").replace('\n', "")
    };
    assert_eq!(list(&[0, 0]), "<ul><li>x</li><li>x</li></ul>");
    assert_eq!(
        list(&[0, 1, 2, 0]),
        "<ul><li>x<ul><li>x<ul><li>x</li></ul></li></ul></li><li>x</li></ul>"
    );
    assert_eq!(list(&[0, 1]), "<ul><li>x<ul><li>x</li></ul></li></ul>");
    // An item that stands further in than one below the last stands there.
    assert_eq!(list(&[3]), "<ul><li>x</li></ul>");
}

#[test]
fn names_stand_between_backticks_and_other_backticks_are_words() {
    assert_eq!(
        spans("Where `child_at_risk` is `yes`"),
        [
            Span::Plain("Where ".into()),
            Span::Name("child_at_risk".into()),
            Span::Plain(" is ".into()),
            Span::Name("yes".into()),
        ]
    );
    let odd = "a ` b ` c";
    let words: String = spans(odd).iter().map(Span::words).collect();
    assert_eq!(words, odd);
    assert!(spans(odd).iter().all(|it| matches!(it, Span::Plain(_))));
}
