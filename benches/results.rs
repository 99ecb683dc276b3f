//! What was measured, beside the pace of `memchr` on the same bytes: a table, and a picture.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use criterion::{BenchmarkGroup, measurement::WallTime};

/// The reference: looking for a byte that is not there is as fast as reading goes.
pub(crate) const REFERENCE: &str = "memchr, absent byte";

/// The best time of one benchmark.
struct Result {
    group: String,
    name: String,
    bytes: usize,
    best: Duration,
}

#[derive(Default)]
pub(crate) struct Results(RefCell<Vec<Result>>);

impl Results {
    /// Measures what goes over so many bytes.
    pub(crate) fn measure(
        &self,
        group: &mut BenchmarkGroup<'_, WallTime>,
        (of, name): (&str, &str),
        bytes: usize,
        mut work: impl FnMut(),
    ) {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let started = Instant::now();
                (0..iterations).for_each(|_| work());
                let took = started.elapsed();
                self.note(of, name, bytes, took / u32::try_from(iterations).unwrap_or(u32::MAX));
                took
            });
        });
    }

    pub(crate) fn note(&self, group: &str, name: &str, bytes: usize, took: Duration) {
        let mut results = self.0.borrow_mut();
        match results.iter_mut().find(|result| result.group == group && result.name == name) {
            Some(result) => result.best = result.best.min(took),
            None => results.push(Result {
                group: group.to_owned(),
                name: name.to_owned(),
                bytes,
                best: took,
            }),
        }
    }

    /// A line a benchmark: pace, time, and the share of `memchr`'s pace.
    pub(crate) fn table(&self) -> String {
        let results = self.0.borrow();
        let mut table =
            format!("\n{:<24} {:<32} {:>12} {:>12} {:>10}\n", "", "", "MB/s", "µs", "of memchr");
        for result in results.iter() {
            let ratio = match share(&results, result) {
                Some(share) => format!("{share:.4}"),
                None => String::new(),
            };
            let _ = writeln!(
                table,
                "{:<24} {:<32} {:>12.1} {:>12.3} {ratio:>10}",
                result.group,
                result.name,
                pace(result),
                result.best.as_secs_f64() * 1e6,
            );
        }
        table
    }

    /// The paces of all that went over whole corpora, as an SVG picture.
    pub(crate) fn picture(&self) -> String {
        const ROW: usize = 22;
        const LEFT: usize = 330;
        const WIDTH: f64 = 360.0;
        let results = self.0.borrow();
        let rows: Vec<&Result> = results
            .iter()
            .filter(|r| share(&results, r).is_some() && r.name != REFERENCE)
            .collect();
        let most = rows.iter().map(|row| pace(row)).fold(1.0, f64::max);
        let mut bars = String::new();
        for (number, row) in rows.iter().enumerate() {
            let (y, length) = (30 + number * ROW, WIDTH * pace(row) / most);
            let color = if row.name.starts_with("keysieve") { "#1f6feb" } else { "#8b949e" };
            let _ = write!(
                bars,
                r#"<text x="{x}" y="{text_y}" text-anchor="end">{group}: {name}</text><rect x="{LEFT}" y="{y}" width="{length:.1}" height="14" rx="2" fill="{color}"/><text x="{end:.1}" y="{text_y}">{pace:.0} MB/s, {share:.1} %</text>"#,
                x = LEFT - 8,
                text_y = y + 12,
                group = row.group,
                name = row.name,
                end = LEFT as f64 + length + 6.0,
                pace = pace(row),
                share = 100.0 * share(&results, row).unwrap_or_default(),
            );
        }
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="860" height="{height}" font-family="sans-serif" font-size="12" fill="#57606a"><text x="8" y="16">Scanning on one core, and its share of the pace at which memchr reads the same bytes</text>{bars}</svg>
"##,
            height = 40 + rows.len() * ROW
        )
    }
}

/// Megabytes a second.
fn pace(result: &Result) -> f64 {
    result.bytes as f64 / result.best.as_secs_f64() / 1e6
}

/// The share of the reference's pace, if that was measured on the same bytes.
fn share(results: &[Result], result: &Result) -> Option<f64> {
    let reference = results.iter().find(|r| r.group == result.group && r.name == REFERENCE)?;
    (result.bytes > 0).then(|| pace(result) / pace(reference))
}
