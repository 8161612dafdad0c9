//! The smallest part of a text that still goes wrong: blocks and lines are left out as long as it does.

/// A text made smaller for as long as `goes_wrong` says yes of it.
pub(super) fn minimise(text: &str, goes_wrong: &dyn Fn(&str) -> bool) -> String {
    let mut smallest = text.to_string();
    loop {
        let smaller = smaller_texts(&smallest)
            .into_iter()
            .find(|it| it.len() < smallest.len() && goes_wrong(it));
        match smaller {
            Some(smaller) => smallest = smaller,
            None => return smallest,
        }
    }
}

/// Every text that lacks one block, one line or one condition, the shortest first. Ways to a block that is
/// left out lead to another.
fn smaller_texts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let blocks: Vec<&str> = text.split("\n\n").filter(|it| !it.is_empty()).collect();
    let name = |block: &str| block.split(' ').nth(1).unwrap_or("").to_string();
    for at in 0..blocks.len() {
        let mut others = blocks.clone();
        let left_out = name(others.remove(at));
        let without = others.join("\n\n");
        let after = |text: &str, word: &str| -> String {
            let lines = text.lines().map(|line| {
                let ending = format!("-> {left_out}");
                match line.strip_suffix(&ending) {
                    Some(begin) => format!("{begin}-> {word}"),
                    None => line.to_string(),
                }
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        found.push(without.clone());
        for other in others.iter().filter(|it| it.starts_with("outcome ")) {
            found.push(after(&without, &name(other)));
        }
    }
    let lines: Vec<&str> = text.split('\n').collect();
    for at in 0..lines.len() {
        let mut others = lines.clone();
        let line = others.remove(at);
        found.push(others.join("\n"));
        let shorter = |part: String| {
            let mut changed = lines.clone();
            changed[at] = &part;
            changed.join("\n")
        };
        let arrow = line.find(" -> ").unwrap_or(line.len());
        for word in [" when ", " and ", " or "] {
            if let Some(begin) = line.find(word).filter(|begin| *begin < arrow) {
                found.push(shorter(format!("{}{}", &line[..begin], &line[arrow..])));
            }
        }
    }
    found.sort_by_key(String::len);
    found
}
