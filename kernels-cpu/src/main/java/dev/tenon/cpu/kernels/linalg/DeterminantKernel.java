package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.Determinant;

/** Determinants: the product of an elimination's pivots. */
public final class DeterminantKernel extends MatrixKernel<Determinant> {
    public DeterminantKernel() {
        super("linalg.det");
    }

    @Override
    void matrix(Determinant op, Item item, Scratch scratch) {
        var operands = new Determinant.Operands(item.call());
        var elimination = new Elimination(name(), item, operands.input(), scratch);
        double product = elimination.sign();
        for (long i = 0; i < elimination.size(); i++) {
            product *= elimination.pivot(i);
        }
        item.put(operands.result().address(), 0, product);
    }
}
