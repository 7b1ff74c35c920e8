package dev.tenon.codegen;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.Emitters;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.emit.tests.TestFiles;
import dev.tenon.codegen.spec.read.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Writes the tests of a library's operators. A processor cannot: its output belongs to the main classes, and tests are compiled apart.
 * Arguments: the folder with the spec files and their {@code index}, the folder to write to, the package of the tests, and {@code gpu} for
 * those of GPU kernels.
 */
public final class TestWriter {
    private TestWriter() {}

    public static void main(String[] args) throws IOException {
        var specs = Path.of(args[0]);
        var out = Path.of(args[1]);
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(sources(specs), List.of(), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.render());
        }
        var api = ClassName.get("dev.tenon.tensor", "Ops");
        var known = Library.noneKnown();
        Library.register(known, context.own().ops(), api, "dev.tenon.ops");
        var enums = new HashMap<String, ClassName>();
        context.own().enums().keySet().forEach(name -> enums.put(name, ClassName.get("dev.tenon.ops", name)));
        var fluent = ClassName.get("dev.tenon.tensor", "TensorOps");
        var library = new Library(context.own(), api, fluent, "dev.tenon.ops", "dev.tenon.optim", null,
            new Natives("dev.tenon.cpu.kernels", true), known, enums,
            (_, name) -> name);
        var layers = new LayerPlaces("dev.tenon.nn.*", ClassName.get("dev.tenon.nn.declare", "StatelessLayers"), null);
        var emitters = new Emitters(library, layers);
        boolean gpu = args.length > 3 && args[3].equals("gpu");
        new TestFiles(out, args[2]).write(gpu ? emitters.gpuTests(args[2]) : emitters.tests(args[2]));
    }

    static List<SourceFile> sources(Path folder) throws IOException {
        var files = new ArrayList<SourceFile>();
        for (var name : Files.readAllLines(folder.resolve("index"))) {
            if (!name.isBlank()) {
                files.add(new SourceFile(name.strip(), Files.readString(folder.resolve(name.strip()))));
            }
        }
        return files;
    }
}
