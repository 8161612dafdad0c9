//! What may be another mistake's doing is not told.

use super::check;

#[test]
fn what_another_mistake_may_have_declared_is_not_told() {
    check(
        r#"qestion hidden "Hidden" #! unknown-keyword
  answer a "A" -> done
question q "Q"
  answer a "A" -> hidden
  answr b "B" #! unknown-keyword
  when q is b or hidden is a -> done
  otherwise -> done
step s "S"
  do recrd Write it down #! bad-name
  then -> done
example "E"
  expect recrd
question far "Far"
  answers from "missing.csv" #! bad-answer-file
  when far is in inland or far is anywhere -> done
  otherwise -> done
"#,
    );
}

#[test]
fn a_lost_heading_takes_its_lines_with_it() {
    check(
        r#"step s "S"
  then -> lost
lost "A heading without its first word" #! unknown-keyword
  do later "Later"
  then -> done
group g "G" of lost
  member anything
example "E"
  expect later
"#,
    );
    check(
        "question \"A question without its name\" #! unreadable-line\n  then -> its_other_name\n",
    );
}

#[test]
fn a_list_that_a_mistake_has_shortened_is_not_counted() {
    check(
        r#"checklist needs "Needs"
  item food "Food"
  itm  heat "Heat" #! unknown-keyword
  when at least 2 of needs -> done
  when needs includes heat -> done
  otherwise -> done
step s "S"
  tabel needs #! unknown-keyword
    | food | -> done
    | heat | -> done
condition c "C"
  at leest 2 of #! unreadable-line
    - eligible
    - role is pass
"#,
    );
}
