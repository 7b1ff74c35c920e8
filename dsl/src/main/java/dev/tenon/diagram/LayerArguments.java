package dev.tenon.diagram;

import dev.tenon.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is said of a layer in its box: its arguments as it prints them, without names that are known and values that are usual. */
final class LayerArguments {
    private static final Set<String> USUAL = Set.of("bias=True", "eps=1e-05", "momentum=0.1", "affine=True", "elementwise_affine=True",
        "track_running_stats=True", "stride=1", "stride=(1, 1)", "dilation=1", "ceil_mode=False", "start_dim=1", "end_dim=-1",
        "inplace=False",
        "batch_first=True", "approximate='none'");

    private LayerArguments() {}

    /** {@code 784 → 10} of a linear layer, {@code 3 → 16, kernel_size 3} of a convolution. */
    static String of(Layer layer) {
        var label = layer.label();
        int bracket = label.indexOf('(');
        var all = bracket < 0 ? "" : label.substring(bracket + 1, label.length() - 1).lines().findFirst().orElse("");
        var said = new ArrayList<String>();
        for (var argument : split(all)) {
            if (!USUAL.contains(argument)) {
                said.add(argument.replaceFirst("^(in|out)(\\d?_features|_channels)=", "").replaceFirst("=\\((\\d+)(, \\1)+\\)$", "=$1")
                    .replaceFirst("^\\((\\d+),\\)$", "$1")
                    .replace('=', ' '));
            }
        }
        if (said.size() > 1 && said.get(0).matches("\\d+") && said.get(1).matches("\\d+")) {
            var both = said.removeFirst() + " → " + said.removeFirst();
            said.addFirst(both);
        }
        return String.join(", ", said);
    }

    /** At commas that are not within brackets. */
    private static List<String> split(String all) {
        var arguments = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                arguments.add(all.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (!all.isBlank()) {
            arguments.add(all.substring(from).strip());
        }
        return arguments;
    }
}
