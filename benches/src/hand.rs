//! The shapes by hand: what a programmer writes for exactly this graph, every intermediate value in
//! a field, subscribers called only where their value changed. The compiler may join the computations,
//! but not leave out a value: that is what `black_box` is for here.

use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};

use crate::contest::Runner;
use crate::seen::Seen;
use crate::shape::{CHANGED, Contender, Shape, heavy_work};

/// The state of one shape, and what is told of a write.
trait Model: Default + Send + 'static {
    type News;
    fn write(&mut self, i: i64) -> Option<Self::News>;
    fn tell(news: &Self::News, seen: &Seen);
    fn head(&self) -> i64;
}

struct Hand<S> {
    shape: Shape,
    state: S,
    seen: Arc<Seen>,
    written: i64,
}

/// Where the state is, and whether subscribers are called while it is locked.
trait Holding {
    fn update(&mut self, i: i64, seen: &Seen);
    fn head(&self) -> i64;
}

struct Plain<M>(M);
struct Under<M>(Arc<Mutex<M>>);
struct Outside<M>(Arc<Mutex<M>>);

impl<M: Model> Holding for Plain<M> {
    #[inline]
    fn update(&mut self, i: i64, seen: &Seen) {
        if let Some(news) = self.0.write(i) {
            M::tell(&news, seen);
        }
    }

    fn head(&self) -> i64 {
        self.0.head()
    }
}

impl<M: Model> Holding for Under<M> {
    #[inline]
    fn update(&mut self, i: i64, seen: &Seen) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(news) = state.write(i) {
            M::tell(&news, seen);
        }
    }

    fn head(&self) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).head()
    }
}

impl<M: Model> Holding for Outside<M> {
    #[inline]
    fn update(&mut self, i: i64, seen: &Seen) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let news = state.write(i);
        drop(state);
        if let Some(news) = news {
            M::tell(&news, seen);
        }
    }

    fn head(&self) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).head()
    }
}

impl<S: Holding> Runner for Hand<S> {
    fn run(&mut self, updates: u64) {
        for _ in 0..updates {
            self.written += 1;
            self.state.update(black_box(self.written), &self.seen);
        }
    }

    fn check(&self) {
        assert_eq!(self.state.head(), self.written);
        assert_eq!(self.seen.values(), self.shape.expected(self.written));
        assert_eq!(self.seen.calls(), self.shape.told() * self.written.unsigned_abs());
    }
}

/// One value, with so many subscribers.
#[derive(Default)]
struct Alone<const N: usize> {
    head: i64,
}

impl<const N: usize> Model for Alone<N> {
    type News = i64;

    #[inline]
    fn write(&mut self, i: i64) -> Option<i64> {
        let changed = self.head != i;
        self.head = i;
        // Without it the compiler sees that an unobserved value need not be stored.
        black_box(&mut self.head);
        (N > 0 && changed).then_some(i)
    }

    #[inline]
    fn tell(news: &i64, seen: &Seen) {
        for subscriber in 0..N {
            seen.hit(subscriber, *news);
        }
    }

    fn head(&self) -> i64 {
        self.head
    }
}

struct Diamond {
    head: i64,
    arms: [i64; 5],
    sum: i64,
}

impl Default for Diamond {
    fn default() -> Self {
        Self { head: 0, arms: [1; 5], sum: 5 }
    }
}

impl Model for Diamond {
    type News = i64;

    #[inline]
    fn write(&mut self, i: i64) -> Option<i64> {
        self.head = i;
        for arm in &mut self.arms {
            *arm = self.head + 1;
        }
        black_box(&mut self.arms);
        let sum = self.arms.iter().sum();
        let changed = self.sum != sum;
        self.sum = sum;
        changed.then_some(sum)
    }

    #[inline]
    fn tell(news: &i64, seen: &Seen) {
        seen.hit(0, *news);
    }

    fn head(&self) -> i64 {
        self.head
    }
}

struct Chain {
    head: i64,
    steps: [i64; 50],
}

impl Default for Chain {
    fn default() -> Self {
        Self { head: 0, steps: std::array::from_fn(|k| k as i64 + 1) }
    }
}

impl Model for Chain {
    type News = i64;

    #[inline]
    fn write(&mut self, i: i64) -> Option<i64> {
        self.head = i;
        let last = self.steps[49];
        let mut value = i;
        for step in &mut self.steps {
            value += 1;
            *step = value;
        }
        black_box(&mut self.steps);
        (self.steps[49] != last).then_some(self.steps[49])
    }

    #[inline]
    fn tell(news: &i64, seen: &Seen) {
        seen.hit(0, *news);
    }

    fn head(&self) -> i64 {
        self.head
    }
}

struct Broad {
    head: i64,
    near: [i64; 50],
    far: [i64; 50],
}

impl Default for Broad {
    fn default() -> Self {
        let near = std::array::from_fn(|k| k as i64);
        Self { head: 0, near, far: near.map(|near| near + 1) }
    }
}

impl Model for Broad {
    type News = [Option<i64>; 50];

    #[inline]
    fn write(&mut self, i: i64) -> Option<Self::News> {
        self.head = i;
        let mut news = [None; 50];
        for (k, news) in news.iter_mut().enumerate() {
            self.near[k] = i + k as i64;
            let far = self.near[k] + 1;
            if self.far[k] != far {
                self.far[k] = far;
                *news = Some(far);
            }
        }
        black_box(&mut self.near);
        Some(news)
    }

    #[inline]
    fn tell(news: &Self::News, seen: &Seen) {
        for (subscriber, news) in news.iter().enumerate() {
            if let Some(news) = news {
                seen.hit(subscriber, *news);
            }
        }
    }

    fn head(&self) -> i64 {
        self.head
    }
}

#[derive(Default)]
struct CutOff {
    head: i64,
    first: i64,
    constant: i64,
    last: i64,
}

impl Model for CutOff {
    type News = i64;

    #[inline]
    fn write(&mut self, i: i64) -> Option<i64> {
        self.head = i;
        self.first = i;
        let constant = black_box(self.first).min(0);
        if self.constant == constant {
            return None;
        }
        self.constant = constant;
        heavy_work();
        self.last = constant + 6;
        Some(self.last)
    }

    #[inline]
    fn tell(news: &i64, seen: &Seen) {
        seen.hit(0, *news);
    }

    fn head(&self) -> i64 {
        self.head
    }
}

#[derive(Default)]
struct Fields {
    fields: [i64; 20],
}

impl Model for Fields {
    type News = (usize, i64);

    #[inline]
    fn write(&mut self, i: i64) -> Option<(usize, i64)> {
        let at = black_box(CHANGED);
        let changed = self.fields[at] != i;
        self.fields[at] = i;
        changed.then_some((at, i))
    }

    #[inline]
    fn tell(&(subscriber, value): &(usize, i64), seen: &Seen) {
        seen.hit(subscriber, value);
    }

    fn head(&self) -> i64 {
        self.fields[CHANGED]
    }
}

fn hold<M: Model>(shape: Shape, contender: Contender) -> Box<dyn Runner> {
    let seen = Arc::new(Seen::new(shape.subscribers()));
    let state = M::default();
    match contender {
        Contender::Under => {
            let state = Under(Arc::new(Mutex::new(state)));
            Box::new(Hand { shape, state, seen, written: 0 })
        }
        Contender::Outside => {
            let state = Outside(Arc::new(Mutex::new(state)));
            Box::new(Hand { shape, state, seen, written: 0 })
        }
        Contender::Plain | Contender::Ours | Contender::Compiled => {
            Box::new(Hand { shape, state: Plain(state), seen, written: 0 })
        }
    }
}

/// The shape by hand, plain or behind a mutex.
pub fn build(shape: Shape, contender: Contender) -> Box<dyn Runner> {
    match shape {
        Shape::Unobserved => hold::<Alone<0>>(shape, contender),
        Shape::One => hold::<Alone<1>>(shape, contender),
        Shape::Fan => hold::<Alone<1000>>(shape, contender),
        Shape::Diamond => hold::<Diamond>(shape, contender),
        Shape::Chain => hold::<Chain>(shape, contender),
        Shape::Broad => hold::<Broad>(shape, contender),
        Shape::CutOff => hold::<CutOff>(shape, contender),
        Shape::Fields | Shape::FieldsGuard => hold::<Fields>(shape, contender),
    }
}
