//! What is refused when a node is first used, which is a matter of the dynamic tier: two nodes of one id,
//! and cycles that are too long for the compiler to find.

use atomata::{Error, Store, atom, computed};
use atomata_tests::panics::panic_of;

#[atom]
static A: i64 = 0;

#[computed(deps = [A])]
fn deep(a: i64) -> i64 {
    a
}

fn one_atom() -> impl Fn(&Store) -> Result<u32, Error> {
    #[atom]
    static SAME: u32 = 1;
    |store| store.try_get(SAME)
}

fn another_atom() -> impl Fn(&Store) -> Result<u32, Error> {
    #[atom]
    static SAME: u32 = 2;

    #[computed(deps = [SAME])]
    fn after_same(same: u32) -> u32 {
        same
    }
    |store| store.try_get(SAME).and_then(|_| store.try_get(AFTER_SAME))
}

#[test]
fn two_nodes_of_one_id_are_refused_by_name_and_place() {
    let store = Store::immediate();
    assert_eq!(one_atom()(&store).unwrap(), 1);
    let error = another_atom()(&store).unwrap_err();
    let Error::Collision { first, second } = &error else { panic!("{error}") };
    for node in [first, second] {
        assert!(node.contains("law_11_registration::SAME` ("), "{node}");
        assert!(node.contains("law_11_registration.rs:"), "{node}");
    }
    assert_ne!(first, second);
    assert!(error.to_string().ends_with("give one of them another with `id = \"…\"`"), "{error}");
    // The one that came first is as it was, and apart they both work.
    assert_eq!(one_atom()(&store).unwrap(), 1);
    assert_eq!(another_atom()(&Store::immediate()).unwrap(), 2);
}

#[atom(id = "law 11, the same")]
static ONE_KEY: u32 = 1;

mod elsewhere {
    use atomata::computed;

    // In one module the compiler would have found it.
    #[computed(deps = [], id = "law 11, the same")]
    pub(super) fn the_same_key() -> u32 {
        2
    }
}
use elsewhere::THE_SAME_KEY;

#[computed(deps = [THE_SAME_KEY, A])]
fn after_the_same_key(the_same_key: u32, a: i64) -> i64 {
    i64::from(the_same_key) + a
}

#[test]
fn a_collision_among_dependencies_is_found_whoever_comes_first() {
    let store = Store::immediate();
    assert_eq!(store.get(ONE_KEY), 1);
    assert!(matches!(store.try_get(AFTER_THE_SAME_KEY), Err(Error::Collision { .. })));
    assert!(panic_of(|| store.subscribe(AFTER_THE_SAME_KEY, |_| ())).contains("have the same id"));
    assert_eq!(store.get(A), 0, "what it depends on besides works");
    let store = Store::immediate();
    assert_eq!(store.get(AFTER_THE_SAME_KEY), 2);
    assert!(matches!(store.try_set(ONE_KEY, 2), Err(Error::Collision { .. })));
    let built = Store::builder().register(ONE_KEY).register(AFTER_THE_SAME_KEY).try_build();
    assert!(matches!(built, Err(Error::Collision { .. })));
}

macro_rules! ring {
    ($($function:ident $handle:ident $dependency:ident)+) => {$(
        #[computed(deps = [$dependency])]
        fn $function(before: u32) -> u32 {
            before
        }
    )+
        const RING: usize = [$(stringify!($handle)),+].len();
    };
}

// Longer than the walk at compile time goes.
ring! {
    n00 N00 N01
    n01 N01 N02
    n02 N02 N03
    n03 N03 N04
    n04 N04 N05
    n05 N05 N06
    n06 N06 N07
    n07 N07 N08
    n08 N08 N09
    n09 N09 N10
    n10 N10 N11
    n11 N11 N12
    n12 N12 N13
    n13 N13 N14
    n14 N14 N15
    n15 N15 N16
    n16 N16 N17
    n17 N17 N18
    n18 N18 N19
    n19 N19 N20
    n20 N20 N21
    n21 N21 N22
    n22 N22 N23
    n23 N23 N24
    n24 N24 N25
    n25 N25 N26
    n26 N26 N27
    n27 N27 N28
    n28 N28 N29
    n29 N29 N30
    n30 N30 N31
    n31 N31 N32
    n32 N32 N33
    n33 N33 N34
    n34 N34 N35
    n35 N35 N36
    n36 N36 N37
    n37 N37 N38
    n38 N38 N39
    n39 N39 N40
    n40 N40 N41
    n41 N41 N42
    n42 N42 N43
    n43 N43 N44
    n44 N44 N45
    n45 N45 N46
    n46 N46 N47
    n47 N47 N48
    n48 N48 N49
    n49 N49 N50
    n50 N50 N51
    n51 N51 N52
    n52 N52 N53
    n53 N53 N54
    n54 N54 N55
    n55 N55 N56
    n56 N56 N57
    n57 N57 N58
    n58 N58 N59
    n59 N59 N60
    n60 N60 N61
    n61 N61 N62
    n62 N62 N63
    n63 N63 N64
    n64 N64 N65
    n65 N65 N66
    n66 N66 N67
    n67 N67 N68
    n68 N68 N69
    n69 N69 N00
}

#[test]
fn a_cycle_too_long_for_the_compiler_is_refused_with_its_path() {
    let store = Store::immediate();
    let Err(Error::Cycle(path)) = store.try_get(N05) else { panic!("the ring has an end") };
    assert_eq!(path.len(), RING + 1);
    assert_eq!([&*path[0], &path[1], &path[69], &path[70]], ["n05", "n06", "n04", "n05"]);
    let message = panic_of(|| store.subscribe(N07, |_| ()));
    assert!(message.starts_with("`n07` depends on itself: n07 <- n08 <- n09 <- "), "{message}");
    assert!(message.ends_with(" <- n06 <- n07; remove one of these dependencies"), "{message}");
    assert!(matches!(Store::builder().register(N00).try_build(), Err(Error::Cycle(_))));
    store.set(A, 1);
    assert_eq!(store.get(DEEP), 1, "the store is as good as new");
}
