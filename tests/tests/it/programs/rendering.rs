//! A server that renders pages: one store per request, whose state goes into the page and is the state that
//! the page begins with.

use std::sync::Barrier;
use std::thread;

use atomata::{SaveError, Store, atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    name: String,
    price: f64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    lines: Vec<Line>,
    note: Option<String>,
}

#[atom]
static USER: Option<String> = None;

#[atom(key = u32)]
static SEEN: bool = false;

/// The secret that the page may not learn.
#[atom(transient)]
static SESSION: String = String::new();

#[computed(deps = [Cart.lines])]
fn total(lines: &[Line]) -> f64 {
    lines.iter().map(|line| line.price).sum()
}

#[computed(deps = [USER, TOTAL])]
fn headline(user: Option<&str>, total: f64) -> String {
    format!("{} pays {total}", user.unwrap_or("nobody"))
}

/// The state of a store, to stand in a script: no `<` in it, so that no value can end the script.
fn dehydrate(store: &Store) -> Result<String, SaveError> {
    let mut text = Vec::new();
    store.save(&mut text)?;
    Ok(String::from_utf8_lossy(&text).replace('<', "\\u003c"))
}

/// What the browser does with the page.
fn hydrate(page: &str) -> Result<Store, SaveError> {
    let (_, rest) = page.split_once(r#"<script type="application/json" id="state">"#).unwrap();
    let (state, _) = rest.split_once("</script>").unwrap();
    let store = Store::new();
    store.load(state.as_bytes())?;
    Ok(store)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// One request; `meanwhile` is called when its store is half filled.
fn handle(user: &str, lines: &[(&str, f64)], meanwhile: impl FnOnce()) -> (String, Store) {
    let store = Store::builder().manual().initial(USER, Some(user.to_owned())).build();
    store.set(SESSION, format!("secret of {user}"));
    meanwhile();
    for (at, &(name, price)) in (0..).zip(lines) {
        store.update(Cart, |cart| cart.lines.push(Line { name: name.to_owned(), price }));
        store.set(SEEN(at), true);
    }
    store.set(Cart.note, Some(format!("</script><script>alert('{user}')</script>")));
    let page = format!(
        "<h1>{}</h1>\n<script type=\"application/json\" id=\"state\">{}</script>\n",
        escaped(&store.get(HEADLINE)),
        dehydrate(&store).unwrap()
    );
    (page, store)
}

fn assert_same(there: &Store, here: &Store) {
    assert_eq!(there.get((Cart, USER)), here.get((Cart, USER)));
    assert_eq!(there.get((TOTAL, HEADLINE)), here.get((TOTAL, HEADLINE)));
    assert_eq!(there.keys(SEEN), here.keys(SEEN));
    assert_eq!(there.get(SESSION), "", "the page does not learn it");
}

#[test]
fn two_requests_at_a_time_see_nothing_of_each_other() {
    let both_are_there = Barrier::new(2);
    let (ada, bob) = thread::scope(|scope| {
        let wait = || drop(both_are_there.wait());
        let ada = scope.spawn(move || handle("ada", &[("tea", 3.0), ("cup", 4.0)], wait));
        let bob = scope.spawn(move || handle("bob", &[("pen", 1.5)], wait));
        (ada.join().unwrap(), bob.join().unwrap())
    });
    for ((page, store), user, other) in [(ada, "ada", "bob"), (bob, "bob", "ada")] {
        assert!(page.contains(user) && !page.contains(other), "{page}");
        assert!(!page.contains("secret") && !page.contains("<script>"), "{page}");
        assert_eq!(page.matches("</script>").count(), 1, "no value ends the script");
        let there = hydrate(&page).unwrap();
        assert_same(&there, &store);
        assert_eq!(store.get(SESSION), format!("secret of {user}"));
        // The two go their own ways from here on.
        there.set(USER, None);
        assert_eq!(store.get(USER).as_deref(), Some(user));
    }
}

#[test]
fn what_the_page_was_made_of_is_what_it_begins_with() {
    let (page, store) = handle("ada", &[("tea", 3.0)], || ());
    assert!(page.starts_with("<h1>ada pays 3</h1>\n"), "{page}");
    let there = hydrate(&page).unwrap();
    assert_eq!(there.get(HEADLINE), "ada pays 3", "it reads without having been used before");
    assert_same(&there, &store);
    assert_eq!(dehydrate(&there).unwrap(), dehydrate(&store).unwrap());
    let cut = page.replace("}}</script>", "</script>");
    assert!(matches!(hydrate(&cut), Err(SaveError::Cut { .. })));
}
