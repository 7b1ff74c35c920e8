"""The workloads of 'tenon bench', in PyTorch: the same names, shapes and work.

    torch_bench.py [--device cuda|cpu] [--only NAME,...] [--list]     one JSON line for each workload
    torch_bench.py --compare TENON.jsonl TORCH.jsonl                  the ratios Tenon/PyTorch
"""
import argparse
import json
import math
import statistics
import sys
import time

REPETITIONS = 30
MEASURED_SECONDS = 4.0
WARM_UP_SECONDS = 0.5


def compare(tenon_file, torch_file):
    """Prints a line for each workload, the geometric mean, and which are slower than PyTorch."""
    tenon, pytorch = results(tenon_file), results(torch_file)
    ratios = {}
    print("%-36s %12s %12s %8s" % ("workload", "Tenon ms", "PyTorch ms", "ratio"))
    for name, theirs in pytorch.items():
        ours = tenon.get(name, {"error": "not measured"})
        if "median_ms" in ours and "median_ms" in theirs:
            ratios[name] = ours["median_ms"] / theirs["median_ms"]
            print("%-36s %12.4f %12.4f %8.2f" % (name, ours["median_ms"], theirs["median_ms"], ratios[name]))
        else:
            print("%-36s Tenon: %s  PyTorch: %s" % (name, ours.get("error", "ok"), theirs.get("error", "ok")))
    if ratios:
        mean = math.exp(sum(map(math.log, ratios.values())) / len(ratios))
        print("geometric mean %.3f over %d workloads" % (mean, len(ratios)))
    slower = sorted((name for name in ratios if ratios[name] > 1), key=lambda name: -ratios[name])
    print("slower than PyTorch: " + (", ".join("%s %.2f" % (name, ratios[name]) for name in slower) or "none"))


def results(file):
    with open(file) as lines:
        found = [json.loads(line) for line in lines if line.startswith("{")]
    return {result["workload"]: result for result in found}


if len(sys.argv) == 4 and sys.argv[1] == "--compare":
    compare(sys.argv[2], sys.argv[3])
    sys.exit()

import torch
from torch import nn
from torch.nn import functional as F

device = None
workloads = {}


def workload(name):
    """Registers a function that prepares a workload and answers with one repetition of it."""
    def register(prepare):
        workloads[name] = prepare
        return prepare
    return register


def normal(*sizes):
    return torch.randn(*sizes, device=device)


def classes(count, *sizes):
    return torch.randint(count, sizes, device=device)


# ---- operators ------------------------------------------------------------------------------------------------------------------


def operator(name, run, *operands):
    """A workload that runs one expression over operands, each given as the function that makes it."""
    def prepare():
        made = [make() for make in operands]
        return lambda: run(*made)
    workloads[name] = prepare


def of(*sizes):
    return lambda: normal(*sizes)


for size in (64, 256, 1024, 2048):
    operator("matmul-%d" % size, torch.matmul, of(size, size), of(size, size))
operator("matmul-batched-64x128x128x64", torch.matmul, of(64, 128, 64), of(64, 64, 128))
operator("add-16M", torch.add, of(1 << 24), of(1 << 24))
operator("add-bias-4096x4096", torch.add, of(4096, 4096), of(4096))
operator("gelu-4M", F.gelu, of(1 << 22))
operator("exp-4M", torch.exp, of(1 << 22))
operator("chain-4M", lambda a, b: torch.tanh(a * b + 0.5) * torch.sigmoid(a) - b, of(1 << 22), of(1 << 22))
operator("sum-16M", torch.sum, of(1 << 24))
operator("sum-dim0-4096x4096", lambda a: a.sum(0), of(4096, 4096))
operator("transpose-copy-4096x4096", lambda a: a.t().contiguous(), of(4096, 4096))
operator("softmax-4096x1024", lambda a: F.softmax(a, 1), of(4096, 1024))
operator("layernorm-4096x1024", lambda a, w, b: F.layer_norm(a, (1024,), w, b), of(4096, 1024), of(1024), of(1024))


@workload("cross-entropy-fwd-bwd-4096x1000")
def cross_entropy():
    logits, targets = normal(4096, 1000).requires_grad_(), classes(1000, 4096)

    def repetition():
        logits.grad = None
        F.cross_entropy(logits, targets).backward()
    return repetition


def convolution(name, batch, channels, size, filters, kernel, stride=1):
    operator(name, lambda x, w: F.conv2d(x, w, stride=stride, padding=kernel // 2), of(batch, channels, size, size),
             of(filters, channels, kernel, kernel))


convolution("conv-32x64x56-64-3x3", 32, 64, 56, 64, 3)
convolution("conv-64x1x28-32-3x3", 64, 1, 28, 32, 3)
convolution("conv-64x32x14-64-3x3", 64, 32, 14, 64, 3)
convolution("conv-16x256x14-256-1x1", 16, 256, 14, 256, 1)
convolution("conv-8x3x224-64-7x7s2", 8, 3, 224, 64, 7, 2)


@workload("conv-fwd-bwd-16x64x32-64-3x3")
def convolution_and_back():
    x, w = normal(16, 64, 32, 32).requires_grad_(), normal(64, 64, 3, 3).requires_grad_()
    upstream = torch.ones(16, 64, 32, 32, device=device)

    def repetition():
        x.grad = w.grad = None
        F.conv2d(x, w, padding=1).backward(upstream)
    return repetition


operator("maxpool-64x32x28-2", lambda a: F.max_pool2d(a, 2), of(64, 32, 28, 28))


@workload("batchnorm-fwd-bwd-32x64x32x32")
def batch_norm_and_back():
    x, norm = normal(32, 64, 32, 32).requires_grad_(), nn.BatchNorm2d(64).to(device)
    upstream = torch.ones(32, 64, 32, 32, device=device)

    def repetition():
        x.grad = None
        norm(x).backward(upstream)
    return repetition


operator("attention-8x8x256x64-causal", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True), of(8, 8, 256, 64),
         of(8, 8, 256, 64), of(8, 8, 256, 64))


def many(a, b):
    c = a
    for _ in range(1000):
        c = c * b + a
    return c


operator("tiny-ops-2000", many, of(8), lambda: torch.rand(8, device=device))


@workload("tiny-ops-2000-fwd-bwd")
def many_and_back():
    a, b = normal(8).requires_grad_(), torch.rand(8, device=device)

    def repetition():
        a.grad = None
        many(a, b).sum().backward()
    return repetition


# ---- trainings ------------------------------------------------------------------------------------------------------------------


def training(model, optimizer, x, y, loss=None):
    """One step: clear gradients, forward, loss, backward, update."""
    loss = loss or nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        value = loss(model(x), y)
        value.backward()
        optimizer.step()
        return value
    return step


def images(batch, channels, size):
    return normal(batch, channels, size, size), classes(10, batch)


def perceptron():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)).to(device)


def sgd(model, rate=0.01, momentum=0.0):
    return torch.optim.SGD(model.parameters(), rate, momentum=momentum)


def adam(model):
    return torch.optim.Adam(model.parameters(), 1e-3)


def perceptron_training(name, batch, optimizer):
    def prepare():
        model = perceptron()
        return training(model, optimizer(model), *images(batch, 1, 28))
    workloads[name] = prepare


perceptron_training("train-mlp-sgd-b64", 64, sgd)
perceptron_training("train-mlp-sgd-b256", 256, sgd)
perceptron_training("train-mlp-adam-b64", 64, adam)


@workload("train-cnn-adam-b64")
def cnn_training():
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10)).to(device)
    return training(model, adam(model), *images(64, 1, 28))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.short = nn.Identity() if stride == 1 and inputs == outputs else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.main(x) + self.short(x))


def resnet18():
    layers = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    inputs = 64
    for outputs in (64, 128, 256, 512):
        layers += [Residual(inputs, outputs, 1 if outputs == 64 else 2), Residual(outputs, outputs, 1)]
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)).to(device)


def resnet_training(name, batch):
    def prepare():
        model = resnet18()
        return training(model, sgd(model, 0.1, momentum=0.9), *images(batch, 3, 32))
    workloads[name] = prepare


resnet_training("train-resnet18-cifar-b16", 16)


class Language(nn.Module):
    """A decoder of pre-norm blocks with causal attention."""

    def __init__(self, words, width, length, depth, heads):
        super().__init__()
        self.word, self.place = nn.Embedding(words, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, 4 * width, 0.0, F.gelu, batch_first=True, norm_first=True) for _ in range(depth))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, words)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(length))

    def forward(self, x):
        hidden = self.word(x) + self.place(torch.arange(x.shape[1], device=x.device))
        for block in self.blocks:
            hidden = block(hidden, src_mask=self.mask, is_causal=True)
        return self.head(self.norm(hidden)).transpose(1, 2)


def language_training(name, batch, words, width, length, depth, heads):
    def prepare():
        model = Language(words, width, length, depth, heads).to(device)
        optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
        return training(model, optimizer, classes(words, batch, length), classes(words, batch, length))
    workloads[name] = prepare


language_training("train-gpt-4x128-b16t128", 16, 65, 128, 128, 4, 4)


class LastState(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(64, 128, 2, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


@workload("train-lstm-2x128-b32t50")
def lstm_training():
    model = LastState().to(device)
    return training(model, adam(model), normal(32, 50, 64), classes(10, 32))


@workload("train-linear-regression-b10")
def linear_regression():
    model = nn.Linear(1, 1).to(device)
    x = torch.linspace(0, 10, 10, device=device).unsqueeze(1)
    return training(model, sgd(model), x, 2 * x + 1, nn.MSELoss())


def inference(model, x):
    model.eval()

    def repetition():
        with torch.no_grad():
            return model(x)
    return repetition


@workload("infer-mlp-b1")
def perceptron_inference():
    return inference(perceptron(), normal(1, 1, 28, 28))


@workload("infer-resnet18-cifar-b16")
def resnet_inference():
    return inference(resnet18(), normal(16, 3, 32, 32))


# ---- sizes for a GPU ---------------------------------------------------------------------------------------------------------------

few = list(workloads)
resnet_training("train-resnet18-cifar-b512", 512)
language_training("train-gpt-12x768-b8t512", 8, 50257, 768, 512, 12, 12)


@workload("train-mlp-4096-b4096")
def wide_perceptron_training():
    model = nn.Sequential(nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 10)).to(device)
    return training(model, sgd(model), normal(4096, 4096), classes(10, 4096))


operator("matmul-8192", torch.matmul, of(8192, 8192), of(8192, 8192))
operator("add-256M", torch.add, of(1 << 28), of(1 << 28))
operator("softmax-32768x4096", lambda a: F.softmax(a, 1), of(32768, 4096))


# ---- measuring -----------------------------------------------------------------------------------------------------------------------


def synchronize():
    if device.type == "cuda":
        torch.cuda.synchronize()


def measure(repetition):
    """Sorted milliseconds of up to 30 repetitions within 4 s, at least 5, after a warm-up."""
    start, count = time.perf_counter(), 0
    while count < 3 or time.perf_counter() - start < WARM_UP_SECONDS:
        repetition()
        count += 1
    synchronize()
    times, start = [], time.perf_counter()
    while len(times) < REPETITIONS and (len(times) < 5 or time.perf_counter() - start < MEASURED_SECONDS):
        before = time.perf_counter()
        repetition()
        synchronize()
        times.append(1000 * (time.perf_counter() - before))
    return sorted(times)


def main():
    global device
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    device = torch.device(options.device)
    names = list(workloads) if device.type == "cuda" else few
    names = [name for name in options.only.split(",") if name in workloads] if options.only else names
    if options.list:
        print("\n".join(names))
        return
    for name in names:
        torch.manual_seed(0)
        try:
            times = measure(workloads[name]())
            line = {"median_ms": round(statistics.median(times), 5), "p10_ms": round(times[len(times) // 10], 5),
                    "p90_ms": round(times[len(times) * 9 // 10], 5), "reps": len(times), "threads": torch.get_num_threads()}
        except RuntimeError as error:
            line = {"error": str(error)[:200]}
        print(json.dumps({"workload": name, "framework": "torch-" + torch.__version__, **line}), flush=True)
        if device.type == "cuda":
            torch.cuda.empty_cache()


main()
