package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what a printed layer tells: {@code kernel_size, stride ?? kernel_size, inplace = False}. In brackets an argument stands without its
 * name, {@code kernel_size[2]} always shows two numbers, and of {@code size?} nothing is told where it is absent.
 */
final class ShownReader {
    private static final Pattern ARGUMENT = Pattern
        .compile("(?<open>\\()?(?<name>\\w+)(\\[(?<repeated>\\d)])?( \\?\\? (?<otherwise>\\w+))?(?<optional>\\?)?(?<close>\\))?");
    private static final Pattern TEXT = Pattern.compile("(?<name>\\w+) = (?<text>.+)");

    private final Diagnostics diagnostics;

    ShownReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    List<LayerSpec.Shown> read(SourceText text, List<LayerSpec.Argument> arguments) {
        var names = arguments.stream().map(argument -> argument.param().name()).toList();
        var shown = new ArrayList<LayerSpec.Shown>();
        int at = 0;
        for (var part : text.value().isBlank() ? new String[0] : text.value().split(",", -1)) {
            int start = at + part.length() - part.stripLeading().length();
            shown.add(part(text, start, part.strip(), names));
            at += part.length() + 1;
        }
        return shown;
    }

    private LayerSpec.Shown part(SourceText text, int start, String part, List<String> names) {
        var told = TEXT.matcher(part);
        if (told.matches()) {
            return new LayerSpec.Shown(told.group("name"), false, 0, null, false, told.group("text"));
        }
        var argument = ARGUMENT.matcher(part);
        if (!argument.matches()) {
            unknown(text, start, part, names);
            return new LayerSpec.Shown(part, false, 0, null, false, "");
        }
        var otherwise = argument.group("otherwise");
        for (var name : otherwise == null ? List.of(argument.group("name")) : List.of(argument.group("name"), otherwise)) {
            if (!names.contains(name)) {
                unknown(text, start + part.indexOf(name), name, names);
            }
        }
        int repeated = argument.group("repeated") == null ? 0 : Integer.parseInt(argument.group("repeated"));
        return new LayerSpec.Shown(argument.group("name"), argument.group("open") != null, repeated, otherwise,
            argument.group("optional") != null, null);
    }

    private void unknown(SourceText text, int at, String name, List<String> names) {
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_ARGUMENT, text.at(at), name, names, "the layer", String.join(", ", names));
    }
}
