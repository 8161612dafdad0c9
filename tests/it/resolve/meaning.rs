//! What conditions, rows and lists become, and what mistakes may have hidden.

use fingerpost::ir::{
    BlockId, Bound, Condition, Count, Distance, Measure, Order, Part, QuestionId, ServiceId,
    SettingId, ValueId, WayKind,
};

use super::{BLOCKS, PATHWAY, compile, question};

/// What a condition over the blocks of every case means.
fn meaning(condition: &str) -> Condition {
    let case = format!("condition it \"It\"\n  when {condition}\n");
    let compilation = compile(&[PATHWAY, &case, BLOCKS].concat());
    let it = compilation.pathway.conditions.first().expect("a condition");
    it.guard.condition.clone()
}

fn items(list: &str, items: &[usize], marks: &[usize], count: Count) -> Condition {
    Condition::Items {
        list: question(list),
        items: items.to_vec(),
        marks: marks.to_vec(),
        count,
    }
}

const AT_LEAST_ONE: Count = Count::AtLeast(Bound::Fixed(1));

#[test]
fn a_row_becomes_a_way_with_the_words_of_its_cells() {
    let case = r#"step s "S"
  table role, pay as wage, eligible
    | not pass, hub | from 5 to 9.50 | no | -> done
    | otherwise | -> done
"#;
    let pathway = compile(&[PATHWAY, case, BLOCKS].concat()).pathway;
    let block = &pathway.blocks[0];
    let way = &block.ways[0];
    assert_eq!(way.kind, WayKind::Row(0, 0));
    let guard = way.when.as_ref().expect("a row has a guard");
    assert_eq!(
        guard.text,
        "role is not one of pass, hub and pay from 5 to 9.50 and not eligible"
    );
    let Condition::All(parts) = &guard.condition else {
        panic!("a row is all of its cells");
    };
    assert_eq!(parts[0], Condition::Is(question("role"), vec![2]));
    let pay = Measure::Question(question("pay"));
    let bounds = (Some(Bound::Fixed(500)), Some(Bound::Fixed(950)));
    assert_eq!(parts[1], Condition::Between(pay, bounds.0, bounds.1));
    assert_eq!(block.ways[1].kind, WayKind::Otherwise);
    assert_eq!(block.tables[0].columns, ["role", "wage", "eligible"]);
    assert_eq!(block.tables[0].rows[1], ["otherwise"]);
}

#[test]
fn answers_of_a_question_become_a_list() {
    let role = question("role");
    assert_eq!(meaning("role is pass"), Condition::Is(role, vec![0]));
    assert_eq!(meaning("role is not pass"), Condition::Is(role, vec![1, 2]));
    assert_eq!(
        meaning("role is one of hub, pass"),
        Condition::Is(role, vec![0, 1])
    );
    assert_eq!(
        meaning("ward is in coastal"),
        Condition::Is(question("ward"), vec![1, 2])
    );
    let risk = ValueId(0);
    assert_eq!(
        meaning("risk is at least medium"),
        Condition::ValueIs(risk, vec![1, 2])
    );
    assert_eq!(
        meaning("risk is below medium"),
        Condition::ValueIs(risk, vec![0])
    );
}

#[test]
fn an_item_that_stands_alone_counts_only_where_it_is_named() {
    assert_eq!(
        meaning("any of signs"),
        items("signs", &[0, 1, 2], &[], AT_LEAST_ONE)
    );
    assert_eq!(
        meaning("all of serious"),
        items("signs", &[0, 1], &[], Count::All)
    );
    let none = Count::AtMost(Bound::Fixed(0));
    let named = meaning("none of (afraid, nothing) in signs");
    assert_eq!(named, items("signs", &[0, 3], &[], none));
    let included = meaning("signs includes nothing");
    assert_eq!(included, items("signs", &[3], &[], AT_LEAST_ONE));
}

#[test]
fn counts_take_one_of_four_forms() {
    let of_signs = |count| items("signs", &[0, 1, 2], &[], count);
    let many = Bound::Setting(SettingId(0));
    assert_eq!(
        meaning("more than 1 of signs"),
        of_signs(Count::AtLeast(Bound::Fixed(2)))
    );
    assert_eq!(
        meaning("fewer than 1 of signs"),
        of_signs(Count::AtMost(Bound::Fixed(0)))
    );
    let not = |condition| Condition::Not(Box::new(condition));
    assert_eq!(
        meaning("more than many of signs"),
        not(of_signs(Count::AtMost(many)))
    );
    assert_eq!(
        meaning("fewer than many of signs"),
        not(of_signs(Count::AtLeast(many)))
    );
    let two = Count::Exactly(Bound::Fixed(2));
    assert_eq!(
        meaning("exactly 2 of dash are not yes"),
        items("dash", &[0, 1], &[1], two)
    );
    assert_eq!(
        meaning("a2 in dash is yes"),
        items("dash", &[1], &[0], AT_LEAST_ONE)
    );
}

#[test]
fn numbers_lie_between_or_beyond() {
    let age = Measure::Question(question("age"));
    let year = Bound::Fixed(
        Distance {
            months: 12,
            days: 0,
        }
        .age(),
    );
    assert_eq!(
        meaning("age < 12 months"),
        Condition::Beyond(age, Order::Less, year)
    );
    assert_eq!(
        meaning("age >= 1 year"),
        Condition::Between(age, Some(year), None)
    );
    assert_eq!(
        meaning("age is 1 year"),
        Condition::Between(age, Some(year), Some(year))
    );
    let seen = question("seen");
    let days = Distance {
        months: 0,
        days: 28,
    };
    assert_eq!(
        meaning("seen within 4 weeks of today"),
        Condition::Within(seen, days)
    );
    let ago = Bound::FromToday(Distance {
        months: 0,
        days: -28,
    });
    let before = Condition::Beyond(Measure::Question(seen), Order::Less, ago);
    assert_eq!(meaning("seen < 28 days before today"), before);
}

#[test]
fn a_list_used_twice_keeps_its_groups() {
    let case = r#"question child_ward "Ward"
  answers as ward without west
  when child_ward is in coastal -> done
  otherwise -> done
"#;
    let pathway = compile(&[PATHWAY, case, BLOCKS].concat()).pathway;
    let copied = &pathway.questions[0];
    let names: Vec<&str> = copied
        .answers
        .options()
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["north", "east"]);
    let guard = pathway.blocks[0].ways[0].when.as_ref().expect("a guard");
    assert_eq!(guard.condition, Condition::Is(QuestionId(0), vec![1]));
}

#[test]
fn a_broken_part_of_a_condition_leaves_the_others_readable() {
    let broken = meaning("role is nobody and violence is yes");
    let violence = Condition::Is(question("violence"), vec![0]);
    assert_eq!(broken, Condition::All(vec![Condition::Broken, violence]));
}

#[test]
fn what_a_mistake_may_have_meant_is_known() {
    let case = "step s \"S\"\n  wen role is pass -> signs\n  refer to mahs\n  then -> done\n";
    let pathway = compile(&[PATHWAY, case, BLOCKS].concat()).pathway;
    let (step, signs) = (Part::Block(BlockId(0)), question("signs"));
    let broken = &pathway.broken;
    assert!(broken.holds(step));
    assert!(broken.mentions(Part::Question(signs)));
    let place = pathway[signs]
        .block
        .expect("a checklist is asked somewhere");
    assert!(broken.mentions(Part::Block(place)));
    assert!(broken.mentions(Part::Service(ServiceId(0))));
    assert!(!broken.mentions(Part::Question(question("violence"))));
}
