package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.math.ScalarMath;
import dev.tenon.ops.SignLogDet;

/** The signs of determinants, and the sums of the logarithms of the pivots, which do not overflow. */
public final class SignLogDetKernel extends MatrixKernel<SignLogDet> {
    public SignLogDetKernel() {
        super("linalg.slogdet");
    }

    @Override
    void matrix(SignLogDet op, Item item, Scratch scratch) {
        var operands = new SignLogDet.Operands(item.call());
        var elimination = new Elimination(name(), item, operands.input(), scratch);
        double sign = elimination.sign();
        double logarithm = 0;
        for (long i = 0; i < elimination.size(); i++) {
            sign *= ScalarMath.sign(elimination.pivot(i));
            logarithm += Math.log(Math.abs(elimination.pivot(i)));
        }
        item.put(operands.sign().address(), 0, sign);
        item.put(operands.logabsdet().address(), 0, logarithm);
    }
}
