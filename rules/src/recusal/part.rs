//! Effective shares as exact numbers. A share is a decimal of a company, so products and sums of shares are finite decimals too:
//! whole digits over a power of ten, of any length, without a float and without a division.

use std::cmp::Ordering;

use crate::unit::Share;

/// A part of a company, exact; 1 is the whole. Sums over several paths may pass the whole where the data do.
#[derive(Debug, Clone)]
pub struct Part {
    /// The digits as a number, least limb first, without zero limbs at the end.
    limbs: Vec<u64>,
    /// Decimal places among the digits.
    places: u32,
}

/// A share without its trailing zeros: 51 % is 51 over 10^2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    digits: u64,
    places: u8,
}

impl Factor {
    /// The factor of one stake.
    pub fn of(share: Share) -> Self {
        let (mut digits, mut places) = (share.units(), SHARE_PLACES);
        while places > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            places -= 1;
        }
        Self { digits, places }
    }

    /// Units of 0.000 000 01 %, as the share has them.
    pub const fn units(self) -> u64 {
        self.digits * 10_u64.pow((SHARE_PLACES - self.places) as u32)
    }
}

impl Part {
    /// Nothing.
    pub const NOTHING: Self = Self { limbs: Vec::new(), places: 0 };

    /// The whole company.
    pub fn whole() -> Self {
        Self { limbs: vec![1], places: 0 }
    }

    /// The part that one share is.
    pub fn of(share: Share) -> Self {
        Self::whole().times(Factor::of(share))
    }

    /// Whether it is nothing.
    pub const fn is_nothing(&self) -> bool {
        self.limbs.is_empty()
    }

    /// The part of a part.
    pub fn times(&self, factor: Factor) -> Self {
        let mut product = self.clone();
        product.multiply(factor.digits);
        product.places += u32::from(factor.places);
        product
    }

    /// Adds what comes by another path.
    pub fn add(&mut self, other: &Self) {
        if self.places < other.places {
            self.widen(other.places);
        }
        if other.places < self.places {
            let mut wide = other.clone();
            wide.widen(self.places);
            self.add_limbs(&wide.limbs);
        } else {
            self.add_limbs(&other.limbs);
        }
    }

    /// Writes the same number with more decimal places.
    fn widen(&mut self, places: u32) {
        while self.places < places {
            let step = (places - self.places).min(LIMB_PLACES);
            self.multiply(10_u64.pow(step));
            self.places += step;
        }
    }

    /// Two powers of two between which the number lies, from the first on and below the second; none for nothing. Numbers that are
    /// far apart are compared by them, without writing both with the same places.
    fn doublings(&self) -> Option<(i64, i64)> {
        let last = self.limbs.last()?;
        let bits = i64::try_from(self.limbs.len()).expect("short") * 64 - i64::from(last.leading_zeros());
        let places = i64::from(self.places) * BITS_OF_TEN;
        Some((
            bits - 1 - (places + i64::from(self.places)).div_euclid(BITS_SCALE) - 1,
            bits - places.div_euclid(BITS_SCALE),
        ))
    }

    fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        for limb in &mut self.limbs {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
        if carry > 0 {
            self.limbs.push(carry as u64);
        }
    }

    fn add_limbs(&mut self, other: &[u64]) {
        if self.limbs.len() < other.len() {
            self.limbs.resize(other.len(), 0);
        }
        let mut carry = false;
        for (place, limb) in self.limbs.iter_mut().enumerate() {
            let (sum, over) = limb.overflowing_add(other.get(place).copied().unwrap_or(0));
            let (sum, more) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = over || more;
        }
        if carry {
            self.limbs.push(1);
        }
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.places != other.places {
            if let (Some(left), Some(right)) = (self.doublings(), other.doublings())
                && (left.0 >= right.1 || right.0 >= left.1)
            {
                return left.cmp(&right);
            }
            let places = self.places.max(other.places);
            let (mut left, mut right) = (self.clone(), other.clone());
            left.widen(places);
            right.widen(places);
            return left.cmp(&right);
        }
        let length = self.limbs.len().cmp(&other.limbs.len());
        length.then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part {}

/// The binary logarithm of ten, rounded down, in units of `BITS_SCALE`.
const BITS_OF_TEN: i64 = 3_321_928_094;
const BITS_SCALE: i64 = 1_000_000_000;
/// Decimal places of a share's units.
const SHARE_PLACES: u8 = 10;
/// The largest power of ten that a limb holds.
const LIMB_PLACES: u32 = 19;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn products_and_sums_are_exact() {
        let quarter = part("50").times(factor("50"));
        assert_eq!(quarter, part("25"));
        let mut sum = part("12.5");
        sum.add(&part("12.50000000"));
        assert_eq!(sum, part("25"));
        let mut third = Part::NOTHING;
        for _ in 0..3 {
            third.add(&part("33.33333333"));
        }
        assert!(third < Part::whole() && third > part("99.99999998"));
        third.add(&part("0.00000001"));
        assert_eq!(third, Part::whole());
    }

    #[test]
    fn a_long_chain_of_holdings_keeps_its_last_digit() {
        let mut part = Part::whole();
        for _ in 0..60 {
            part = part.times(factor("99.99999999"));
        }
        let mut less = part.clone();
        assert!(!part.is_nothing() && part < Part::whole());
        less.add(&part.times(factor("0.00000001")));
        assert!(less > part);
    }

    proptest! {
        #[test]
        fn short_numbers_agree_with_whole_arithmetic(a in 1_u64..=10_000_000_000, b in 1_u64..=10_000_000_000, c in 1_u64..=10_000_000_000) {
            let [share_a, share_b, share_c] = [a, b, c].map(|units| Share::from_units(units).expect("in range"));
            prop_assert_eq!(Factor::of(share_a).units(), a);
            let mut sum = Part::of(share_a).times(Factor::of(share_b));
            sum.add(&Part::of(share_c));
            let expected = u128::from(a) * u128::from(b) + u128::from(c) * 10_000_000_000;
            let whole = 10_u128.pow(20);
            prop_assert_eq!(sum.cmp(&Part::whole()), expected.cmp(&whole));
            prop_assert_eq!(sum.cmp(&Part::of(share_a)), expected.cmp(&(u128::from(a) * 10_000_000_000)));
        }
    }

    fn part(text: &str) -> Part {
        Part::of(Share::read(text).expect("a share"))
    }

    fn factor(text: &str) -> Factor {
        Factor::of(Share::read(text).expect("a share"))
    }
}
