package dev.tenon.samples.conformance;

import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's test database tests some operators a second time through a function of its own, whose arguments the cases then name:
 * {@code linalg.pinv.singular} is the pseudoinverse of a product, which keeps its rank when the factors move, and
 * {@code linalg.lstsq.grad_oriented} the two results of least squares that have gradients.
 */
final class Variants {
    private Variants() {}

    static List<Tensor> call(String operator, String id, Map<String, ? extends @Nullable Object> args) {
        return switch (id.substring(0, id.indexOf('/'))) {
            case "linalg.pinv.singular" -> OpCatalog.call(operator, Map.of("input", tensor(args, "a").matmul(tensor(args, "b").mT())));
            case "linalg.lstsq.grad_oriented" -> OpCatalog.call(operator, renamed(args, "a", "input")).subList(0, 2);
            default -> OpCatalog.call(operator, args);
        };
    }

    private static Tensor tensor(Map<String, ? extends @Nullable Object> args, String name) {
        if (args.get(name) instanceof Tensor tensor) {
            return tensor;
        }
        throw new IllegalArgumentException("golden case: the argument '" + name + "' must be a tensor");
    }

    private static Map<String, @Nullable Object> renamed(Map<String, ? extends @Nullable Object> args, String from, String to) {
        var renamed = new HashMap<String, @Nullable Object>(args);
        renamed.put(to, renamed.remove(from));
        return renamed;
    }
}
