package sample.optim;

import dev.tenon.optim.OptimizerOptions;
import dev.tenon.optim.OptimizerProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/**
 * The optimizers of this library; found by {@link ServiceLoader}, too.
 */
public class SampleOptimizers implements OptimizerProvider {
    /**
     * Stochastic gradient descent, with momentum if asked.
     * Changes begin from PyTorch's defaults: {@code sgd(o -> o.lr(0.001))}.
     */
    public static Sgd sgd(UnaryOperator<Sgd> options) {
        return options.apply(Sgd.DEFAULT);
    }

    /**
     * Stochastic gradient descent, with momentum if asked.
     * Changes begin from PyTorch's defaults: {@code sgdm(o -> o.lr(0.001))}.
     */
    public static Sgd sgdm(UnaryOperator<Sgd> options) {
        return options.apply(Sgd.DEFAULT_M);
    }

    @Override
    public Map<String, OptimizerOptions<?>> optimizers() {
        var optimizers = new LinkedHashMap<String, OptimizerOptions<?>>();
        optimizers.put("SGD", Sgd.DEFAULT);
        optimizers.put("SGDM", Sgd.DEFAULT_M);
        return optimizers;
    }
}
