r"""A Bayesian model of ranks: applications by merit, reviewers by severity, and how sure the order is.

.. math::
    y_{ij} \sim N(\mu + \theta_i + \nu_j,\, \sigma^2), \qquad
    \theta_i \sim N(0, \tau^2), \qquad \nu_j \sim N(0, s^2)

:math:`y_{ij}` is reviewer *j*'s value for application *i*, :math:`\theta_i` the application's merit, :math:`\nu_j` the
reviewer's leniency; :math:`s` is a tenth of the width of the scale, :math:`\mu` is flat and :math:`\tau`,
:math:`\sigma` are uniform up to that width. With one review for each pair, a reviewer's own variation from one
application to another cannot be told from the noise, and is part of :math:`\sigma`.

References
----------
Heyard, Ott, Salanti & Egger (2022), Rethinking the funding line at the Swiss National Science Foundation: Bayesian
ranking and lottery, Statistics and Public Policy 9, 110-121. Gelman et al. (2013), Bayesian Data Analysis, 3rd ed.,
section 11.4 (split chains and R-hat).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.analysis.reviewers.panel import Floats, Panel

CHAINS = 4
WARM_UP = 500
"""Draws at the start of each chain that are not counted."""


@dataclass(frozen=True)
class Posterior:
    """Draws from the posterior, chain by chain; the last axis is the applications' or the reviewers'.

    Attributes
    ----------
    merits : array of shape (chains, draws, applications)
        μ + θᵢ + mean of ν, in points: what the panel's average reviewer would give.
    severities : array of shape (chains, draws, reviewers)
        −(νⱼ − mean of ν), in points: how far below the panel's average; positive is severe.
    noise, spread : array of shape (chains, draws)
        σ and τ, in points.
    """

    merits: Floats
    severities: Floats
    noise: Floats
    spread: Floats

    @property
    def flat_merits(self) -> Floats:
        """All draws of the merits, one row a draw."""
        return self.merits.reshape(-1, self.merits.shape[-1])

    @property
    def flat_severities(self) -> Floats:
        """All draws of the severities, one row a draw."""
        return self.severities.reshape(-1, self.severities.shape[-1])

    def ranks(self) -> Floats:
        """Return each application's rank in each draw, 1 the best: one row a draw."""
        order = np.argsort(-self.flat_merits, axis=1, kind="stable")
        ranks = np.empty(order.shape)
        np.put_along_axis(ranks, order, np.arange(1.0, order.shape[1] + 1)[None, :], axis=1)
        return ranks

    def r_hat(self) -> float:
        """Return the greatest R-hat of all that was drawn; near 1 where the chains agree."""
        several = [*np.moveaxis(self.merits, -1, 0), *np.moveaxis(self.severities, -1, 0), self.noise, self.spread]
        return max(r_hat(chains) for chains in several)


def r_hat(chains: Floats) -> float:
    """Return the potential scale reduction of chains, each split in two: 1 where they tell the same story.

    Parameters
    ----------
    chains : array of shape (chains, draws)
        At least four draws each; the last of an odd number is left out.
    """
    half = chains.shape[1] // 2
    if half < 2:
        raise ValueError("R-hat needs at least four draws in a chain")
    parts = np.concatenate([chains[:, :half], chains[:, half : 2 * half]])
    within = parts.var(axis=1, ddof=1).mean()
    between = parts.mean(axis=1).var(ddof=1)
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((half - 1) / half + between / within))


def sample(
    panel: Panel,
    *,
    draws: int = 1_000,
    seed: int = 2021,
    chains: int = CHAINS,
    severity_spread: float | None = None,
    told: Callable[[float], None] = lambda part: None,
) -> Posterior:
    """Draw from the posterior by a Gibbs sampler in blocks.

    In each turn μ and all severities are drawn together with the merits integrated out, then the merits, then the two
    variances, each from its exact conditional distribution.

    Parameters
    ----------
    panel : Panel
    draws : int
        Counted draws in each chain.
    seed : int
        Of the generator; the same seed gives the same draws.
    chains : int
        Chains, started apart.
    severity_spread : float, optional
        *s*; a tenth of the scale's width unless told. 0 switches the reviewers off.
    told : callable, optional
        Called now and then with the part that is done.
    """
    generator = np.random.default_rng(seed)
    gibbs = _Gibbs(panel, generator, chains, severity_spread)
    merits, severities, noise, spread = [], [], [], []
    for turn in range(WARM_UP + draws):
        gibbs.turn()
        if turn >= WARM_UP:
            # What all reviewers share cannot be told from the mean, so it stays with the merits.
            shared = gibbs.leniency.mean(axis=1)
            merits.append((gibbs.mean + shared)[:, None] + gibbs.merit)
            severities.append(shared[:, None] - gibbs.leniency)
            noise.append(np.sqrt(gibbs.noise))
            spread.append(np.sqrt(gibbs.spread))
        if turn % 100 == 0:
            told(turn / (WARM_UP + draws))
    return Posterior(*(np.stack(drawn, axis=1) for drawn in (merits, severities, noise, spread)))


class _Gibbs:
    """The state of the chains, side by side, and one turn of all of them."""

    def __init__(
        self, panel: Panel, generator: np.random.Generator, chains: int, severity_spread: float | None
    ) -> None:
        self.generator, self.values = generator, panel.values
        self.of, self.by = panel.of, panel.by
        applications, reviewers = len(panel.applications), len(panel.reviewers)
        self.width = float(panel.width)
        self.prior = (self.width / 10 if severity_spread is None else severity_spread) ** 2
        counts = np.zeros((applications, 1 + reviewers))
        np.add.at(counts, (self.of, 1 + self.by), 1.0)
        counts[:, 0] = counts.sum(axis=1)
        self.counts = counts
        design = np.zeros((len(self.values), 1 + reviewers))
        design[:, 0] = 1
        design[np.arange(len(self.values)), 1 + self.by] = 1
        self.gram, self.loads = design.T @ design, design.T @ self.values
        self.sums = np.bincount(self.of, weights=self.values, minlength=applications)
        scale = self.width * generator.uniform(0.05, 0.3, size=(2, chains))
        self.noise, self.spread = scale[0] ** 2, scale[1] ** 2
        self.mean, self.merit = np.zeros(chains), np.zeros((chains, applications))
        self.leniency = np.zeros((chains, reviewers))

    def turn(self) -> None:
        """Draw everything once, given the rest."""
        self._draw_reviewers()
        self._draw_merits()
        residual = self.values - self.mean[:, None] - self.merit[:, self.of] - self.leniency[:, self.by]
        self.noise = self._variance((residual**2).sum(axis=1), len(self.values))
        self.spread = self._variance((self.merit**2).sum(axis=1), self.merit.shape[1])

    def _draw_reviewers(self) -> None:
        """Draw μ and ν with θ integrated out: its block of the precision is diagonal, so the rest is small."""
        noise, spread = self.noise[:, None], self.spread[:, None]
        known = 1 / (self.counts[:, 0] / noise + 1 / spread)
        shrunk = self.counts[None] * known[:, :, None]
        precision = self.gram / noise[:, :, None] - self.counts.T @ shrunk / (noise**2)[:, :, None]
        load = self.loads / noise - np.einsum("cik,i->ck", shrunk, self.sums) / noise**2
        if self.prior == 0:
            self.mean = load[:, 0] / precision[:, 0, 0] + self._normal(1)[:, 0] / np.sqrt(precision[:, 0, 0])
            return
        which = np.arange(1, precision.shape[1])
        precision[:, which, which] += 1 / self.prior
        lower = np.linalg.cholesky(precision)
        centre = np.linalg.solve(precision, load[:, :, None])
        noise_part = np.linalg.solve(np.swapaxes(lower, 1, 2), self._normal(load.shape[1])[:, :, None])
        drawn = (centre + noise_part)[:, :, 0]
        self.mean, self.leniency = drawn[:, 0], drawn[:, 1:]

    def _draw_merits(self) -> None:
        reviewed = np.concatenate([self.mean[:, None], self.leniency], axis=1) @ self.counts.T
        variance = 1 / (self.counts[:, 0] / self.noise[:, None] + 1 / self.spread[:, None])
        centre = variance * (self.sums - reviewed) / self.noise[:, None]
        self.merit = centre + np.sqrt(variance) * self._normal(centre.shape[1])

    def _variance(self, squares: Floats, count: int) -> Floats:
        """Draw variances whose roots are uniform up to the scale's width, given sums of squares."""
        rate = np.maximum(squares, 1e-12 * self.width**2) / 2
        drawn = rate / self.generator.gamma((count - 1) / 2, size=rate.shape)
        while (beyond := drawn > self.width**2).any():
            drawn[beyond] = rate[beyond] / self.generator.gamma((count - 1) / 2, size=int(beyond.sum()))
        return drawn

    def _normal(self, count: int) -> Floats:
        return self.generator.standard_normal((len(self.noise), count))
