package dev.tenon.tensor;

import java.util.Locale;

/** The name PyTorch prints for the backward function of an operator: {@code AddBackward0} for {@code add}. */
final class GradFnName {
    private GradFnName() {}

    static String of(String operator) {
        var base = operator.contains("/") ? operator.substring(0, operator.indexOf('/')) : operator;
        var text = new StringBuilder();
        for (var part : base.split("[_.]")) {
            if (!part.isEmpty()) {
                text.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return text.append("Backward0").toString();
    }
}
