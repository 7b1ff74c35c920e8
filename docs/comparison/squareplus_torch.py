import torch
import triton
import triton.language as tl

@torch.library.custom_op("my::squareplus", mutates_args=(), device_types="cpu")
def squareplus(x: torch.Tensor, b: float = 4.0) -> torch.Tensor:
    return x.clamp(min=0) + 0.5 * b / ((x * x + b).sqrt() + x.abs())

@triton.jit
def squareplus_kernel(x, y, n, b, BLOCK: tl.constexpr):
    i = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    v = tl.load(x + i, mask=i < n).to(tl.float32)
    tl.store(y + i, tl.maximum(v, 0) + 0.5 * b / (tl.sqrt(v * v + b) + tl.abs(v)), mask=i < n)

@squareplus.register_kernel("cuda")
def _(x, b=4.0):
    x = x.contiguous()
    y = torch.empty_like(x)
    squareplus_kernel[(triton.cdiv(x.numel(), 1024),)](x, y, x.numel(), b, BLOCK=1024)
    return y

@squareplus.register_fake
def _(x, b=4.0):
    return torch.empty_like(x)

def setup_context(ctx, inputs, output):
    x, ctx.b = inputs
    ctx.save_for_backward(x)

def backward(ctx, g):
    x, = ctx.saved_tensors
    return g * 0.5 * (1 + x / (x * x + ctx.b).sqrt()), None

squareplus.register_autograd(backward, setup_context=setup_context)

def test_squareplus():
    x = torch.randn(7, 5, dtype=torch.float64, requires_grad=True)
    torch.library.opcheck(squareplus, (x,))
    assert torch.autograd.gradcheck(squareplus, (x,))
    assert torch.autograd.gradgradcheck(squareplus, (x,))
