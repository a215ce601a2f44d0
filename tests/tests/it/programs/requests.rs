//! A server with one store per request, and transactions that use `?`.

use std::fmt;
use std::num::ParseIntError;
use std::thread;

use atomata::{Store, Tx, atom, computed};

#[atom]
static USER: Option<String> = None;

#[atom]
static BALANCE: i64 = 100;

#[atom]
static LOG: Vec<String> = Vec::new();

#[computed(deps = [USER])]
fn greeting(user: Option<&str>) -> String {
    format!("hello {}", user.unwrap_or("stranger"))
}

#[derive(Debug, PartialEq)]
enum RequestError {
    NotANumber(ParseIntError),
    Overdrawn { by: i64 },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(error) => error.fmt(f),
            Self::Overdrawn { by } => write!(f, "overdrawn by {by}"),
        }
    }
}

impl std::error::Error for RequestError {}

impl From<ParseIntError> for RequestError {
    fn from(error: ParseIntError) -> Self {
        Self::NotANumber(error)
    }
}

fn log(store: &Store, line: &str) {
    store.update(LOG, |log| log.push(line.to_owned()));
}

fn check(tx: &Tx) -> Result<i64, RequestError> {
    match tx.get(BALANCE) {
        balance if balance < 0 => Err(RequestError::Overdrawn { by: -balance }),
        balance => Ok(balance),
    }
}

fn withdraw(store: &Store, amount: &str) -> Result<i64, RequestError> {
    store.transaction(|tx| {
        log(tx, "withdraw");
        let amount: i64 = amount.parse()?;
        tx.update(BALANCE, |balance| *balance -= amount);
        check(tx)
    })
}

#[test]
fn question_marks_roll_a_transaction_back() {
    let store = Store::new();
    assert_eq!(withdraw(&store, "30"), Ok(70));
    assert_eq!(withdraw(&store, "80"), Err(RequestError::Overdrawn { by: 10 }));
    assert!(matches!(withdraw(&store, "much"), Err(RequestError::NotANumber(_))));
    assert_eq!(store.get(BALANCE), 70);
    assert_eq!(store.get(LOG), ["withdraw"]);
}

#[test]
fn boxed_errors_and_options_work_too() {
    fn boxed(store: &Store) -> Result<(), Box<dyn std::error::Error>> {
        store.transaction(|tx| {
            tx.set(BALANCE, "12".parse()?);
            check(tx)?;
            Ok::<_, Box<dyn std::error::Error>>(())
        })?;
        Ok(())
    }
    let store = Store::new();
    boxed(&store).unwrap();
    assert_eq!(store.get(BALANCE), 12);
}

fn handle(user: Option<&str>) -> String {
    let store = Store::builder().manual().initial(USER, user.map(str::to_owned)).build();
    log(&store, "request");
    assert_eq!(store.get(LOG).len(), 1, "nothing of another request");
    store.get(GREETING)
}

#[test]
fn every_request_has_a_store_of_its_own() {
    let answers: Vec<String> = thread::scope(|scope| {
        let requests: Vec<_> = ["ada", "bob", "eve"]
            .into_iter()
            .map(|user| scope.spawn(move || handle(Some(user))))
            .collect();
        requests.into_iter().map(|request| request.join().unwrap()).collect()
    });
    assert_eq!(answers, ["hello ada", "hello bob", "hello eve"]);
    assert_eq!(handle(None), "hello stranger");
}
