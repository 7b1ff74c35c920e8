package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;
import static dev.tenon.wrong.WrongOperands.released;

import dev.tenon.core.DType;
import java.util.List;

/** Products of matrices that do not fit, and linear layers by hand. */
final class WrongMatrices {
    private WrongMatrices() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        products(calls);
        sums(calls);
        return calls.list();
    }

    private static void products(Calls calls) {
        calls.add("matmul", "inner sizes 784 and 128", () -> ones(32, 784).matmul(ones(128, 784)))
            .add("matmul", "a scalar", () -> ones(2, 2).matmul(tensor(1)))
            .add("matmul", "batches 2 and 3", () -> ones(2, 3, 4).matmul(ones(3, 4, 5)))
            .add("matmul", "float32 and float64", () -> ones(2, 2).matmul(ones(2, 2).to(DType.FLOAT64)))
            .add("matmul", "float32 and int64", () -> ones(2, 2).matmul(ones(2, 2).to(DType.INT64)))
            .add("matmul", "null", () -> ones(2, 2).matmul(nothing()))
            .add("matmul", "released", () -> ones(2, 2).matmul(released()))
            .add("mm", "three dimensions", () -> ones(2, 2, 2).mm(ones(2, 2)))
            .add("mm", "inner sizes", () -> ones(2, 3).mm(ones(2, 3)))
            .add("bmm", "two dimensions", () -> ones(2, 2).bmm(ones(2, 2)))
            .add("bmm", "batches 2 and 3", () -> ones(2, 3, 4).bmm(ones(3, 4, 5)))
            .add("bmm", "inner sizes", () -> ones(2, 3, 4).bmm(ones(2, 3, 4)))
            .add("mv", "sizes 3 and 2", () -> ones(2, 3).mv(ones(2)))
            .add("mv", "a matrix for the vector", () -> ones(2, 3).mv(ones(3, 1)))
            .add("dot", "sizes 2 and 3", () -> ones(2).dot(ones(3)))
            .add("dot", "a matrix", () -> ones(2, 2).dot(ones(2)))
            .add("outer", "a matrix", () -> ones(2, 2).outer(ones(2)));
    }

    private static void sums(Calls calls) {
        calls.add("addmm", "inner sizes", () -> ones(2, 2).addmm(ones(2, 3), ones(2, 3)))
            .add("addmm", "an input that does not broadcast", () -> ones(3).addmm(ones(2, 3), ones(3, 2)))
            .add("baddbmm", "matrices instead of batches", () -> ones(2, 2).baddbmm(ones(2, 2), ones(2, 2)))
            .add("linear", "a weight of the other layout", () -> linear(ones(32, 784), ones(784, 128)))
            .add("linear", "a bias of another size", () -> linear(ones(32, 784), ones(128, 784), ones(64)))
            .add("linear", "no weight", () -> linear(ones(32, 784), nothing()))
            .add("trace", "a vector", () -> ones(3).trace())
            .add("diag", "three dimensions", () -> ones(2, 2, 2).diag())
            .add("diagonal", "one dimension twice", () -> ones(2, 2, 2).diagonal(0, 1, 1))
            .add("diagonal", "a dimension that is not there", () -> ones(2, 2).diagonal(0, 0, 2))
            .add("triu", "a vector", () -> ones(3).triu())
            .add("tril", "a vector", () -> ones(3).tril())
            .add("t", "three dimensions", () -> ones(2, 2, 2).t());
    }
}
