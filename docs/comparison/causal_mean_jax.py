import functools
import jax
import jax.numpy as jnp
from jax.experimental import pallas as pl

def _kernel(x_ref, y_ref, *, transposed):
    n = x_ref.shape[-1]

    def step(i, total):
        t = n - 1 - i if transposed else i
        v = x_ref[0, t]
        total += v / (t + 1) if transposed else v
        y_ref[0, t] = total if transposed else total / (t + 1)
        return total

    jax.lax.fori_loop(0, n, step, jnp.zeros((), x_ref.dtype))

@functools.partial(jax.custom_vjp, nondiff_argnums=(1,))
def causal_mean(x, transposed=False):
    rows = x.reshape(-1, x.shape[-1])
    block = pl.BlockSpec((1, rows.shape[1]), lambda row: (row, 0))
    y = pl.pallas_call(
        functools.partial(_kernel, transposed=transposed),
        grid=(rows.shape[0],), in_specs=[block], out_specs=block,
        out_shape=jax.ShapeDtypeStruct(rows.shape, rows.dtype),
        interpret=jax.default_backend() == "cpu",
    )(rows)
    return y.reshape(x.shape)

def forward(x, transposed):
    return causal_mean(x, transposed), None

def backward(transposed, _, g):
    return (causal_mean(g, not transposed),)

causal_mean.defvjp(forward, backward)

def test_causal_mean():
    x = jax.random.normal(jax.random.key(0), (3, 5))
    jax.test_util.check_grads(causal_mean, (x,), order=2, modes=["rev"])
