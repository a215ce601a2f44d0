//! A shop whose state has methods of its own, used through `modify` and through the fields.

use atomata::{Store, atom, computed};
use atomata_tests::recorder::Recorder;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Item {
    id: u64,
    price: u32,
    count: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<Item>,
    coupon: Option<String>,
}

impl Cart {
    fn add(&mut self, id: u64, price: u32) -> &mut Item {
        let at = self.items.iter().position(|item| item.id == id).unwrap_or_else(|| {
            self.items.push(Item { id, price, count: 0 });
            self.items.len() - 1
        });
        self.items[at].count += 1;
        &mut self.items[at]
    }

    fn remove(&mut self, id: u64) -> Option<Item> {
        let at = self.items.iter().position(|item| item.id == id)?;
        Some(self.items.remove(at))
    }

    fn len(&self) -> usize {
        self.items.len()
    }
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Page {
    #[default]
    List,
    Detail {
        id: u64,
    },
}

impl Page {
    fn back(&mut self) {
        *self = Self::List;
    }
}

#[atom(name = STOCK)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Stock(u32, String);

#[computed(deps = [Cart.items, Cart.coupon])]
fn total(items: &[Item], coupon: Option<&str>) -> u32 {
    let sum: u32 = items.iter().map(|item| item.price * item.count).sum();
    if coupon == Some("HALF") { sum / 2 } else { sum }
}

#[computed(deps = [Page, Cart.items])]
fn heading(page: &Page, items: &[Item]) -> String {
    match page {
        Page::List => format!("{} items", items.len()),
        Page::Detail { id } => format!("item {id}"),
    }
}

#[test]
fn methods_of_the_state_work_through_modify() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let _total = store.subscribe(TOTAL, recorder.telling("total"));
    let _coupon = {
        let recorder = recorder.clone();
        store.subscribe(Cart.coupon, move |coupon| recorder.log(format_args!("{coupon:?}")))
    };
    store.modify(Cart, |cart| {
        cart.add(7, 10);
        cart.add(7, 10).price = 20;
    });
    assert_eq!(recorder.take(), "total 40");
    store.modify(Cart, |cart: &mut Cart| cart.coupon = Some("HALF".to_owned()));
    assert_eq!(recorder.take(), "Some(\"HALF\"); total 20");
    let removed = store.modify(Cart, |cart| cart.remove(7)).expect("it is in the cart");
    assert_eq!((removed.count, store.with(Cart, Cart::len)), (2, 0));
    assert_eq!(store.modify(Cart, |cart| cart.remove(7)), None);
    assert_eq!(recorder.take(), "total 0");
}

#[test]
fn an_enum_is_a_page() {
    let store = Store::new();
    assert_eq!(store.get(HEADING), "0 items");
    store.set(Page, Page::Detail { id: 3 });
    assert_eq!(store.get(HEADING), "item 3");
    match store.get(Page) {
        Page::Detail { id } => assert_eq!(id, 3),
        Page::List => unreachable!(),
    }
    store.update(Page, |page| page.back());
    store.modify(Page, Page::back);
    assert!(store.with(Page, |page| matches!(page, Page::List)));
}

#[test]
fn a_tuple_struct_has_a_name_for_its_handle() {
    let store = Store::new();
    store.set(STOCK, Stock(3, "tea".to_owned()));
    store.update(STOCK, |stock| stock.0 -= 1);
    store.set(STOCK.1, "milk".to_owned());
    assert_eq!(store.get(STOCK), Stock(2, "milk".to_owned()));
    assert_eq!((STOCK.name(), STOCK.0.name()), ("STOCK".into(), "STOCK.0".into()));
}

#[test]
fn every_verb_reads_well() {
    let store = Store::builder().manual().initial(Cart.coupon, Some("HALF".to_owned())).build();
    assert_eq!(store.replace(Cart.coupon, None).as_deref(), Some("HALF"));
    store.reset(Cart.coupon);
    assert_eq!(store.take(Cart.coupon).as_deref(), Some("HALF"));
    assert_eq!(store.with(Cart.items, Vec::len), 0);
    assert_eq!(store.try_get(TOTAL).unwrap(), 0);
    let (items, total) = store.read(|view| (view.share(Cart.items), view.get(TOTAL)));
    assert!(items.is_empty() && total == 0);
    let mut seen = 0;
    for _item in &items {
        seen += 1;
    }
    assert_eq!(seen, 0);
    assert!(store == store.clone() && store != Store::new());
    assert!(format!("{store:?}").starts_with("Store"));
}
