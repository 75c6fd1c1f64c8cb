//! When requests come: independently of each other, as from many people (a Poisson process).

use std::time::Duration;

pub struct Arrivals {
    mean_s: f64,
    state: u64,
}

impl Arrivals {
    /// The same times for the same rate, always.
    pub fn new(rate_per_second: f64) -> Self {
        Self {
            mean_s: 1.0 / rate_per_second,
            state: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// Time until the next request.
    pub fn gap(&mut self) -> Duration {
        // In (0, 1], so that its logarithm is a number.
        let uniform = ((self.random() >> 11) + 1) as f64 / (1u64 << 53) as f64;
        Duration::from_secs_f64(-uniform.ln() * self.mean_s)
    }

    /// Marsaglia's xorshift64*.
    fn random(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

#[cfg(test)]
mod tests {
    use super::Arrivals;

    #[test]
    fn gaps_have_the_mean_and_the_spread_of_independent_arrivals() {
        let mut arrivals = Arrivals::new(1_000.0);
        let gaps: Vec<f64> = (0..100_000)
            .map(|_| arrivals.gap().as_secs_f64() * 1e3)
            .collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let beyond = gaps.iter().filter(|&&gap| gap > 3.0).count() as f64 / gaps.len() as f64;
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        assert!((beyond - (-3f64).exp()).abs() < 0.005, "{beyond}");
    }
}
