//! What the updates of all shapes say together.

use crate::api::{Peer, Role};
use crate::child::Failure;
use crate::report::{Report, digits, digits_or_dash, geometric_mean};
use crate::shape::Shape;
use crate::update::{Outcome, Timed};

/// The outcomes of all shapes.
pub struct Summary<'a> {
    peers: &'a [Box<dyn Peer>],
    chosen: &'a [usize],
    shapes: Vec<(Shape, Vec<Outcome>)>,
}

/// So many columns fit side by side.
const COLUMNS: usize = 10;

impl<'a> Summary<'a> {
    pub fn new(peers: &'a [Box<dyn Peer>], chosen: &'a [usize]) -> Self {
        Self { peers, chosen, shapes: vec![] }
    }

    pub fn add(&mut self, shape: Shape, outcomes: Vec<Outcome>) {
        self.shapes.push((shape, outcomes));
    }

    /// All tables.
    pub fn tables(&self, report: &mut Report) {
        report.heading("summary: ns per update");
        report.paragraph(
            "Marks: `*` effects ran more often than necessary, `!` **wrong values**, `~` differs in what \
             it does, `never` did not finish.",
        );
        self.wide(report, |contender, shape| self.time(contender, shape));
        report.heading("summary: allocations per update");
        self.wide(report, |contender, shape| match self.timed(contender, shape) {
            Some(timed) => digits(timed.ran.allocations),
            None => "-".to_owned(),
        });
        self.means(report);
        for (at, &peer) in self.chosen.iter().enumerate() {
            if self.peers[peer].role() == Role::Ours {
                self.ours(at, report);
            }
        }
    }

    fn timed(&self, contender: usize, shape: usize) -> Option<&Timed> {
        match &self.shapes[shape].1[contender] {
            Outcome::Timed(timed) => Some(timed),
            _ => None,
        }
    }

    fn differs(&self, contender: usize, shape: usize) -> bool {
        self.peers[self.chosen[contender]].differs(self.shapes[shape].0)
    }

    fn time(&self, contender: usize, shape: usize) -> String {
        match &self.shapes[shape].1[contender] {
            Outcome::Unsupported => "-".to_owned(),
            Outcome::Failed(Failure::Timeout) => "never".to_owned(),
            Outcome::Failed(Failure::Crash(_)) => "crash".to_owned(),
            Outcome::Timed(timed) => {
                let mut cell = digits(timed.nanoseconds);
                cell.push_str(if timed.runs_in_vain() { "*" } else { "" });
                cell.push_str(if timed.is_right() { "" } else { "!" });
                cell.push_str(if self.differs(contender, shape) { "~" } else { "" });
                cell
            }
        }
    }

    /// Contenders by shapes.
    fn wide(&self, report: &mut Report, cell: impl Fn(usize, usize) -> String) {
        let shapes: Vec<usize> = (0..self.shapes.len()).collect();
        for shapes in shapes.chunks(COLUMNS) {
            let names = shapes.iter().map(|&shape| self.shapes[shape].0.name());
            let head: Vec<String> = ["contender".to_owned()].into_iter().chain(names).collect();
            report.columns(&head);
            for (at, &peer) in self.chosen.iter().enumerate() {
                let cells = shapes.iter().map(|&shape| cell(at, shape));
                let row: Vec<String> = [self.peers[peer].name()].into_iter().chain(cells).collect();
                report.row(&row);
            }
            report.paragraph("");
        }
    }

    /// The contender with a role, if it was chosen.
    fn with_role(&self, role: Role) -> Option<usize> {
        self.chosen.iter().position(|&peer| self.peers[peer].role() == role)
    }

    /// The ratio of two contenders in a shape, where both are right.
    fn ratio(&self, contender: usize, reference: Option<usize>, shape: usize) -> Option<f64> {
        let timed = self.timed(contender, shape).filter(|timed| timed.is_right())?;
        Some(timed.nanoseconds / self.timed(reference?, shape)?.nanoseconds)
    }

    fn means(&self, report: &mut Report) {
        report.heading("summary: geometric means");
        report.paragraph(
            "Of the ratios over the shapes that a contender computes right, of which there are as many as \
             the last column says; compare rows only where that number is the same. Without `cellx100` and \
             `cellx1000`, which not all finish, or declare.",
        );
        let references = [Role::Hand, Role::HandMutex, Role::HandOutside, Role::HandStatic]
            .map(|role| self.with_role(role));
        report.columns(&[
            "contender",
            "x HAND-WRITTEN",
            "x HAND + Mutex",
            "x HAND + Mutex, callbacks outside",
            "x HAND static graph + dyn effects",
            "shapes",
        ]);
        for (at, &peer) in self.chosen.iter().enumerate() {
            let ratios = |reference| -> Vec<f64> {
                let counted = |&shape: &usize| !matches!(self.shapes[shape].0, Shape::Cellx(layers) if layers > 10);
                let shapes = (0..self.shapes.len()).filter(counted);
                shapes.filter_map(|shape| self.ratio(at, reference, shape)).collect()
            };
            let mut row = vec![self.peers[peer].name()];
            row.extend(
                references.map(|reference| digits_or_dash(geometric_mean(ratios(reference)))),
            );
            row.push(ratios(Some(at)).len().to_string());
            report.row(&row);
        }
    }

    /// The fastest library in a shape that computes it right and is comparable.
    fn best_peer(&self, shape: usize) -> Option<(String, f64)> {
        let peers = (0..self.chosen.len()).filter(|&at| {
            self.peers[self.chosen[at]].role() == Role::Peer && !self.differs(at, shape)
        });
        let right = peers.filter_map(|at| {
            let timed = self.timed(at, shape).filter(|timed| timed.is_right())?;
            Some((self.peers[self.chosen[at]].name(), timed.nanoseconds))
        });
        right.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// One tier of atomata, shape by shape.
    fn ours(&self, contender: usize, report: &mut Report) {
        report.heading(&format!("summary: {}", self.peers[self.chosen[contender]].name()));
        report.columns(&[
            "shape",
            "ns/update",
            "allocs",
            "x HAND + Mutex, callbacks outside",
            "x HAND static graph + dyn effects",
            "x best peer",
            "best peer",
        ]);
        let (outside, fixed) =
            (self.with_role(Role::HandOutside), self.with_role(Role::HandStatic));
        let mut ratios: [Vec<f64>; 3] = Default::default();
        for shape in 0..self.shapes.len() {
            let Some(timed) = self.timed(contender, shape) else { continue };
            let best = self.best_peer(shape);
            let cells = [
                self.ratio(contender, outside, shape),
                self.ratio(contender, fixed, shape),
                best.as_ref().map(|(_, best)| timed.nanoseconds / best),
            ];
            for (ratios, ratio) in ratios.iter_mut().zip(cells) {
                ratios.extend(ratio);
            }
            let [outside, fixed, peer] = cells.map(digits_or_dash);
            let best = best.map_or_else(
                || "-".to_owned(),
                |(name, nanoseconds)| format!("{name}, {} ns", digits(nanoseconds)),
            );
            let allocations = digits(timed.ran.allocations);
            let (name, time) = (self.shapes[shape].0.name(), self.time(contender, shape));
            report.row(&[name, time, allocations, outside, fixed, peer, best]);
        }
        let [outside, fixed, peer] = ratios.map(|ratios| digits_or_dash(geometric_mean(ratios)));
        let dash = || "-".to_owned();
        report.row(&["geometric mean".into(), dash(), dash(), outside, fixed, peer, dash()]);
    }
}
