package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A tensor's text as PyTorch prints it: four digits, 80 columns, more than 1000 elements summarised by three at each edge. */
final class Printer {
    private static final int LINE = 80;
    private static final int EDGE = 3;
    private static final int SUMMARISED_ABOVE = 1000;
    private static final String PREFIX = "tensor(";

    private final Tensor tensor;
    private final boolean summarised;

    Printer(Tensor tensor) {
        this.tensor = tensor;
        this.summarised = tensor.numel() > SUMMARISED_ABOVE;
    }

    String print() {
        if (tensor.device().isMeta()) {
            return suffixed("...");
        }
        tensor.requireAlive("toString");
        if (tensor.numel() == 0) {
            return suffixed("[]");
        }
        try (var off = GradMode.noGrad()) {
            var host = tensor.detach().to(Device.CPU).contiguous();
            var shown = shownElements(host);
            try (var _ = MemoryUse.of(host, "toString")) {
                var format = ElementFormat.of(host, shown);
                return suffixed(body(host, format, 0, 0, PREFIX.length()));
            }
        }
    }

    // ---- elements ---------------------------------------------------------------------------------------------------

    private String body(Tensor host, ElementFormat format, int dim, long first, int indent) {
        int rank = host.rank();
        if (dim == rank) {
            return format.text(host, first);
        }
        return dim == rank - 1 ? vector(host, format, first, indent) : slices(host, format, dim, first, indent);
    }

    private String vector(Tensor host, ElementFormat format, long first, int indent) {
        long n = host.size(host.rank() - 1);
        int perLine = Math.max(1, (LINE - indent) / (format.width() + 2));
        var items = new ArrayList<String>();
        for (long i : shownIndices(n)) {
            items.add(i < 0 ? " ..." : format.text(host, first + i));
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < items.size(); i += perLine) {
            lines.add(String.join(", ", items.subList(i, Math.min(i + perLine, items.size()))));
        }
        return "[" + String.join(",\n" + " ".repeat(indent + 1), lines) + "]";
    }

    private String slices(Tensor host, ElementFormat format, int dim, long first, int indent) {
        long step = host.stride(dim);
        var parts = new ArrayList<String>();
        for (long i : shownIndices(host.size(dim))) {
            parts.add(i < 0 ? "..." : body(host, format, dim + 1, first + i * step, indent + 1));
        }
        var separator = "," + "\n".repeat(host.rank() - dim - 1) + " ".repeat(indent + 1);
        return "[" + String.join(separator, parts) + "]";
    }

    /** Indices along one dimension, with -1 where some are left out. */
    private long[] shownIndices(long n) {
        if (!summarised || n <= 2 * EDGE) {
            return LongStream.range(0, n).toArray();
        }
        return LongStream.of(0, 1, 2, -1, n - 3, n - 2, n - 1).toArray();
    }

    private List<Long> shownElements(Tensor host) {
        var offsets = List.of(0L);
        for (int d = 0; d < host.rank(); d++) {
            var next = new ArrayList<Long>();
            for (long offset : offsets) {
                for (long i : shownIndices(host.size(d))) {
                    if (i >= 0) {
                        next.add(offset + i * host.stride(d));
                    }
                }
            }
            offsets = next;
        }
        return offsets;
    }

    // ---- suffixes ---------------------------------------------------------------------------------------------------

    private String suffixed(String body) {
        var text = new StringBuilder(PREFIX).append(body);
        int lastLine = text.length() - text.lastIndexOf("\n") + 1;
        for (var suffix : suffixes()) {
            if (lastLine + suffix.length() + 2 > LINE) {
                text.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
                lastLine = PREFIX.length() + suffix.length();
            } else {
                text.append(", ").append(suffix);
                lastLine += suffix.length() + 2;
            }
        }
        return text.append(')').toString();
    }

    private List<String> suffixes() {
        var result = new ArrayList<String>();
        if (tensor.device().isMeta() || tensor.device().kind() == Device.Kind.GPU) {
            result.add("device='" + (tensor.device().isMeta() ? "meta" : "cuda:" + tensor.device().index()) + "'");
        }
        if (tensor.device().isMeta() || tensor.numel() == 0 && tensor.rank() != 1) {
            result.add("size=" + tuple(tensor.shape().toArray()));
        }
        var dtype = tensor.dtype();
        boolean implied = dtype == DefaultDtype.current() || dtype == DType.INT64 || dtype == DType.BOOL;
        if (tensor.numel() == 0 && !tensor.device().isMeta() ? dtype != DefaultDtype.current() : !implied) {
            result.add("dtype=torch." + dtype.spec());
        }
        var made = tensor.gradFnName();
        if (made != null) {
            result.add("grad_fn=<" + made + ">");
        } else if (tensor.requiresGrad()) {
            result.add("requires_grad=True");
        }
        return result;
    }

    private static String tuple(long[] sizes) {
        var inner = LongStream.of(sizes).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "(" + inner + (sizes.length == 1 ? ",)" : ")");
    }
}
