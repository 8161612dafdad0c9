//! What it costs to check a folder, against the number of its files: time, and the most memory held at once.
//!
//! `cargo bench --bench folder` makes folders of 25, 100 and 400 authorities and lets the program check each:
//! once with all cores, once with one. In the first rows each authority has a local version of one base of thirty
//! blocks with rules: it sets a number, fills in the services, replaces an outcome and adds an answer. In the next
//! rows each has such a pathway of its own, with other limits, contacts, areas and ways than its neighbour; in the
//! last, a copy of the flow modelled on the Thurrock document, with all its findings. Time is the best of three
//! runs, with the start of the program; work is what all cores did for it, and memory what the program held at most
//! (as Linux tells; elsewhere they are not known).
//!
//! Nothing is asserted but that the flows are as sound as they should be: these are figures to read.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const THURROCK: &str = include_str!("../flows/thurrock/parents_in_conflict.flow");
const FILES: [usize; 3] = [25, 100, 400];
/// The services that each authority has.
const SERVICES: [&str; 7] = [
    "mash",
    "idva",
    "mediator",
    "separated",
    "course",
    "early_help",
    "outreach_team",
];

fn main() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{:<12} {:>5} {:>8} {:>6}  {:>9} {:>12} {:>15} {:>9}",
        "flows", "files", "KB each", "cores", "ms", "ms per 100", "work per 100", "peak MB"
    );
    type Make = fn(usize) -> String;
    let kinds: [(&str, Make, i32); 3] = [
        ("versions", version, 0),
        ("invented", authority, 0),
        ("thurrock", thurrock, 1),
    ];
    for (kind, make, exit) in kinds {
        for files in FILES {
            let folder = folder(kind, files, make);
            if kind == "versions" {
                fs::write(folder.join("base.flow"), base()).expect("a base");
            }
            for jobs in if cores > 1 { vec![cores, 1] } else { vec![1] } {
                let runs = (0..3).map(|_| check(&folder, jobs, exit));
                let best = runs.min_by_key(|it| it.time).expect("there are runs");
                let ms = best.time.as_secs_f64() * 1e3;
                let peak = best
                    .peak
                    .map_or("?".to_string(), |kb| format!("{:.1}", kb as f64 / 1e3));
                let per_100 = |ms: f64| format!("{:.0}", ms * 100.0 / files as f64);
                let work = best.work.map_or("?".to_string(), per_100);
                println!(
                    "{kind:<12} {files:>5} {:>8.1} {jobs:>6}  {ms:>9.0} {:>12} {work:>15} {peak:>9}",
                    make(0).len() as f64 / 1e3,
                    per_100(ms)
                );
            }
        }
    }
}

/// A folder with so many flows.
fn folder(kind: &str, files: usize, make: fn(usize) -> String) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{kind}-{files}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the flows");
    for n in 0..files {
        fs::write(folder.join(format!("authority_{n:03}.flow")), make(n)).expect("a flow");
    }
    folder
}

struct Run {
    time: Duration,
    /// What the cores worked, in milliseconds: the same however busy the computer is with other things.
    work: Option<f64>,
    /// In KB.
    peak: Option<u64>,
}

/// Checks a folder, which must end so.
fn check(folder: &Path, jobs: usize, exit: i32) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args([
            "check",
            ".",
            "--today",
            "2027-01-15",
            "--jobs",
            &jobs.to_string(),
        ])
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let (mut work, mut peak) = (None, None);
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("the program can be waited for") {
            break ended;
        }
        work = worked(child.id()).or(work);
        peak = high_water(child.id()).or(peak);
        thread::sleep(Duration::from_millis(2));
    };
    let time = start.elapsed();
    assert_eq!(ended.code(), Some(exit), "in {}", folder.display());
    Run { time, work, peak }
}

/// What all threads of a process have worked, in milliseconds; Linux counts it in hundredths of a second.
fn worked(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut times = rest.split_whitespace().skip(11).take(2);
    let (user, system): (f64, f64) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
    Some((user + system) * 10.0)
}

/// The most memory that a process has held, in KB.
fn high_water(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn thurrock(n: usize) -> String {
    THURROCK.replace("authority \"", &format!("authority \"Council {n}: "))
}

/// The pathway of which every authority has a version: its services are for them to fill in.
fn base() -> String {
    let text = authority(0);
    let (pathway, _) = text.split_once("\nservice ").expect("it has services");
    let mut out = pathway.replace("child_age < 6 months", "child_age < baby");
    out = out.replace("child_age >= 6 months", "child_age >= baby");
    out += "\nlocal setting baby 6 months \"Up to which age a health visitor comes\"\n";
    for service in SERVICES {
        let _ = writeln!(out, "\nlocal service {service} \"{service}\"");
    }
    out
}

/// A local version of it.
fn version(n: usize) -> String {
    let mut out = format!(
        "variant council_{n} \"Parents in conflict, as council {n} does it\" of \"base.flow\"
  authority \"Council {n}\"
  version   \"1.{n}\"
  review by 2028-{:02}-28

set baby {} months

add to question relationship
  answer other_{n} \"Something else, as council {n} calls it\"
  on other_{n} -> listening

replace outcome no_consent \"Nobody wants help now\"
  say \"Come back to council {n} if anything changes.\"
",
        1 + n % 12,
        7 + n % 13
    );
    for (at, service) in SERVICES.iter().enumerate() {
        let _ = write!(out, "\nservice {service}\n{}", contacts(n, at, service));
    }
    out
}

/// A sound pathway of thirty blocks, as no other authority has it.
fn authority(n: usize) -> String {
    let (months, marks, hours) = (6 + n % 13, 3 + n % 5, 1 + n % 4);
    let mut out = format!(
        "pathway parents_in_conflict \"Parents in conflict\"
  authority \"Council {n}\"
  owner     \"Early Help\"
  version   \"1.{n}\"
  review by 2028-{:02}-28
  urgent    \"If anyone is in immediate danger, call 999.\"
  start     violence
  allow asked-for-nothing \"The answers are kept for the assessment.\"
  allow outcome-without-example \"The examples show the ways that matter.\"

fact worker \"What is your role?\"
  answer family_hub  \"Family Hub practitioner\"
  answer social_care \"Social Care worker\"
  answer school      \"School\"

fact area \"Where does the family live?\"\n",
        1 + n % 12
    );
    for area in 0..4 + n % 4 {
        let _ = writeln!(out, "  answer ward_{area} \"Ward {area} of council {n}\"");
    }
    let _ = write!(
        out,
        "
group outlying \"Far from the hub\" of area
  member ward_0, ward_2

question violence \"Is there violence between the parents?\"
  hint \"Ask each parent alone.\"
  yes    -> child_at_risk
  no     -> between
  unsure -> signs_of_abuse

question child_at_risk \"Is a child at risk?\"
  yes, no or unsure
  on yes    -> safeguarding
  otherwise -> signs_of_abuse

checklist signs_of_abuse \"Which of these are true?\"\n"
    );
    for sign in 0..12 {
        let _ = writeln!(
            out,
            "  item sign_{sign} \"Sign {sign} of the sheet of council {n}\""
        );
    }
    let _ = write!(
        out,
        "  item none_of_these \"None of these\" alone
  when at least {marks} of signs_of_abuse -> domestic_abuse
  when any of signs_of_abuse and not at least {marks} of signs_of_abuse -> idva_talk
  otherwise -> between

score strain \"Strain\"
  add 3 when between is both
  add 4 when child_age < 5 years
  add 2 when area is in outlying

level need \"Level of need\"
  is low    \"Low\"    when strain from 0 to 3
  is medium \"Medium\" when strain from 4 to 8
  is high   \"High\"   when strain > 8

question between \"Between whom is there conflict?\"
  answer parents     \"The parents\"
  answer carer_child \"A carer and a child\"
  answer both        \"Both\"
  on parents, both -> relationship
  on carer_child   -> child_age

question relationship \"Are the parents together?\"
  answer together   \"They live together\"
  answer separating \"They are separating\"
  answer apart      \"They live apart\"
  on together   -> quarrels
  on separating -> court
  on apart      -> contact

checklist quarrels \"What are the quarrels about?\"
  item money   \"Money\"
  item home    \"Housework\"
  item raising \"How to raise the children\"
  item work    \"Work\"
  item nothing \"None of these\" alone
  when any of quarrels -> lasting
  otherwise            -> child_age

question lasting \"Do the same quarrels come back again and again?\"
  yes -> child_age
  no  -> listening

question court \"Has an application to court been made?\"
  yes    -> court_order
  no     -> contact
  unsure -> contact

question court_order \"Is there an order?\"
  yes -> separation
  no  -> contact

question contact \"Do they agree on who sees the children when?\"
  yes -> listening
  no  -> child_age

question child_age \"How old is the youngest child?\"
  age from 0 months to 18 years
  when child_age < {months} months -> new_baby
  when child_age >= {months} months and child_age < 5 years -> under_five
  when child_age >= 5 years -> school_age

question new_baby \"Is a health visitor involved?\"
  yes -> consent
  no  -> health_visitor

step health_visitor \"Tell the health visitor\"
  do \"Write to the health visitor.\" within {hours} working days
  then -> consent

question under_five \"Does the child go to a nursery?\"
  yes -> consent
  no  -> consent

question school_age \"Is the child often absent from school?\"
  yes -> attendance
  no  -> consent

step attendance \"School\"
  consider \"Talk with the school.\"
  then -> consent

question consent \"Do both parents agree to get help?\"
  answer both     \"Both do\"
  answer only_one \"One does\"
  answer neither  \"Neither does\"
  on both     -> hours
  on only_one -> one_parent
  on neither  -> no_consent

question hours \"Can they come in working hours?\"
  yes -> weight
  no  -> online

step weight \"How much help\"
  every match
  when need is above low   -> intensive
  when area is in outlying -> outreach
  otherwise                -> mediation

outcome safeguarding \"A child is at risk\"
  must refer to mash within {hours} hours
  must not refer to mediator

outcome domestic_abuse \"Domestic abuse\"
  must refer to idva within 24 hours
  must not refer to mediator

outcome idva_talk \"There may be abuse\"
  should refer to idva
  must not refer to mediator

outcome listening \"Listening\"
  offer \"The leaflet on listening.\"

outcome separation \"Separating well\"
  offer separated

outcome one_parent \"One parent\"
  offer course

outcome no_consent \"Nobody wants help now\"
  say \"Come back if anything changes.\"

outcome online \"A course online\"
  offer course

outcome intensive \"A family worker\"
  refer to early_help within 5 working days

outcome outreach \"Somebody comes to them\"
  refer to outreach_team

outcome mediation \"Mediation\"
  offer mediator
  review in {months} weeks

rule no_mediation_with_violence \"Nobody is sent to mediation where a child is at risk\"
  never offer mediator when child_at_risk is yes

rule risk_is_referred \"A child at risk is referred\"
  always mash when child_at_risk is yes

rule abuse_is_referred \"Many signs are never passed over\"
  always idva when at least {marks} of signs_of_abuse and child_at_risk is not yes

example \"A child at risk\"
  given worker is school and area is ward_1 and violence is yes and child_at_risk is yes
  expect safeguarding, mash

example \"They agree\"
  given worker is family_hub and area is ward_1 and violence is no and between is parents
  given relationship is apart and contact is yes
  expect listening\n"
    );
    for (at, service) in SERVICES.iter().enumerate() {
        let heading = format!("service {service} \"{service} of council {n}\"");
        let _ = write!(out, "\n{heading}\n{}", contacts(n, at, service));
    }
    out
}

/// How an authority's service is reached.
fn contacts(n: usize, at: usize, service: &str) -> String {
    let digit = |of: usize| n / of % 10;
    format!(
        "  phone \"020 8{}{}{} 4{at}{}0\"\n  email \"{service}@council-{n}.gov.uk\"\n  hours \"24 hours a day, every day\"\n",
        digit(100),
        digit(10),
        digit(1),
        n % 7
    )
}
