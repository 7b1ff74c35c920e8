package dev.tenon.gpu.kernels;

import static dev.tenon.Tenon.cat;
import static dev.tenon.Tenon.gpu;
import static dev.tenon.Tenon.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators of every kind over tensors that lie anyhow: with offsets, steps, turned, repeated, empty. */
class LayoutsTest extends BothDevices {
    private static final int ROUNDS = 3;

    /** Functions of a tensor [n, m] of any numeric dtype. */
    private static Map<String, UnaryOperator<Tensor>> functions() {
        var all = new LinkedHashMap<String, UnaryOperator<Tensor>>();
        all.put("add", x -> x.add(x.narrow(0, 0, 1)));
        all.put("number", x -> x.mul(3).sub(1));
        all.put("where", x -> where(x.gt(1), x, x.neg()));
        all.put("sum", x -> x.sum(0L));
        all.put("amax", x -> x.narrow(0, 0, 1).amax(1L));
        all.put("cumsum", x -> x.cumsum(-1));
        all.put("sort", x -> x.sort(0).indices());
        all.put("flip", x -> x.flip(1));
        all.put("cat", x -> cat(List.of(x, x.narrow(0, 0, 1)), 0));
        all.put("roll", x -> x.roll(new long[] {2}, new long[] {1}));
        all.put("mm", x -> x.mm(x.t()));
        all.put("linear", x -> x.linear(x));
        all.put("tril", x -> x.tril());
        all.put("index", x -> x.indexSelect(1, Tenon.tensor(new long[] {1, 0, 1}).to(x.device())));
        all.put("nonzero", x -> x.gt(1).nonzero());
        all.put("cast", x -> x.to(DType.FLOAT64).to(DType.INT16));
        return all;
    }

    /** The tensor's elements in new memory that lies in one of several ways. */
    private static Tensor laid(Tensor x, int way) {
        long rows = x.size(0);
        long columns = x.size(1);
        var target = switch (way) {
            case 0 -> Ops.newZeros(x, columns, rows).t();
            case 1 -> Ops.newZeros(x, 2 * rows + 1, 2 * columns + 1).slice(0, 1L, null, 2).slice(1, 1L, null, 2);
            case 2 -> Ops.newZeros(x, rows * columns + 3).narrow(0, 3, rows * columns).view(rows, columns);
            case 3 -> Ops.newZeros(x, columns + 2, rows).narrow(0, 1, columns).t();
            default -> Ops.newZeros(x, rows, columns + 1).narrow(1, 1, columns);
        };
        return target.copy_(x);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT16", "INT64", "UINT8"})
    void results_do_not_depend_on_where_elements_lie(DType dtype) {
        var random = new Random(7);
        functions().forEach((name, function) -> {
            for (int round = 0; round < ROUNDS; round++) {
                int way = random.nextInt(5);
                var x = random(dtype, random.nextLong(), 1 + random.nextInt(70), 2 + random.nextInt(70));
                var expected = function.apply(laid(x, way));
                assertSame(name + " laid in way " + way, function.apply(laid(x.to(gpu()), way)), expected);
                assertSame(name + " of a dense tensor", function.apply(x.to(gpu())), expected);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "BFLOAT16", "INT32", "BOOL"})
    void changes_in_place_reach_the_elements_of_a_view_alone(DType dtype) {
        for (int way = 0; way < 5; way++) {
            var here = laid(random(dtype, way, 9, 14), way);
            var there = laid(here.to(gpu()), way);
            for (var x : List.of(here, there)) {
                x.slice(0, 1L, null, 3).fill_(1);
                x.set(0, Tenon.slice(2, 5), Tenon.at(3));
                x.t().narrow(0, 2, 4).copy_(x.t().narrow(0, 6, 4).clone());
                x.maskedFill_(x.narrow(0, 0, 1).eq(1), 0);
                x.set(x.get(0, Tenon.all()).clone(), Tenon.at(8));
            }
            assertSame("way " + way, there, here);
        }
    }

    @Test
    void no_elements_broadcast_and_fold_as_on_the_cpu() {
        var here = random(DType.FLOAT32, 1, 4, 0, 3);
        var there = here.to(gpu());
        assertSame("add", there.add(there.narrow(0, 0, 1)), here.add(here.narrow(0, 0, 1)));
        assertSame("sum", there.sum(1L), here.sum(1L));
        assertSame("all", there.gt(0).all(), here.gt(0).all());
        assertSame("softmax", there.softmax(-1), here.softmax(-1));
        assertSame("mm", there.select(0, 0).t().mm(there.select(0, 0)), here.select(0, 0).t().mm(here.select(0, 0)));
    }

    @Test
    void more_dimensions_than_a_kernel_takes_are_gone_through_one_by_one() {
        var here = random(DType.FLOAT32, 1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2).permute(9, 1, 7, 3, 5, 4, 6, 2, 8, 0);
        var there = random(DType.FLOAT32, 1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2).to(gpu()).permute(9, 1, 7, 3, 5, 4, 6, 2, 8, 0);
        assertSame("contiguous", there.contiguous(), here.contiguous());
        assertSame("cast", there.to(DType.INT32), here.to(DType.INT32));
        assertSame("add", there.add(there.contiguous()), here.add(here.contiguous()));
        assertSame("sum", there.sum(1L, 4L), here.sum(1L, 4L));
        assertSame("softmax", there.softmax(3), here.softmax(3));
        assertSame("copy_", there.copy_(there.mul(2)), here.copy_(here.mul(2)));
    }

    @Test
    void a_number_of_the_host_stands_beside_a_tensor_of_the_gpu() {
        var x = random(DType.FLOAT64, 1, 5, 3);
        var two = Tenon.tensor(2.0);
        assertSame("mul", x.to(gpu()).mul(two), x.mul(two));
        assertSame("sub", two.sub(x.to(gpu())), two.sub(x));
        assertThat(x.to(gpu()).add(two).device()).isEqualTo(gpu());
    }

    @Test
    void powers_of_a_number_have_gradients_of_gradients() {
        var x = random(DType.FLOAT64, 1, 4, 3);
        assertSame("gradient of gradient", secondOfPower(x.to(gpu())), secondOfPower(x));
    }

    private static Tensor secondOfPower(Tensor x) {
        x.requiresGrad_(true);
        var first = gradient(Ops.pow(2, x).sum(), x, true);
        return gradient(first.mul(first).sum(), x, false);
    }

    private static Tensor gradient(Tensor output, Tensor x, boolean createGraph) {
        return Objects.requireNonNull(Autograd.grad(List.of(output), List.of(x), null, createGraph, createGraph, false).getFirst());
    }
}
