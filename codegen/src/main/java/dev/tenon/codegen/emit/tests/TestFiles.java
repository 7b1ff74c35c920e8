package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.JavaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * Where generated tests lie.
 *
 * @param root the folder of sources
 * @param packageName their package, of which only they are there
 */
public record TestFiles(Path root, String packageName) {
    /** Leaves alone what stays the same, so that it is not compiled again, and removes what is left of operators that are gone. */
    public void write(List<JavaFile> tests) throws IOException {
        var folder = root.resolve(packageName.replace('.', '/'));
        Files.createDirectories(folder);
        var written = new HashSet<Path>();
        for (var test : tests) {
            var file = folder.resolve(test.typeSpec().name() + ".java");
            var text = test.toString();
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
            }
            written.add(file);
        }
        try (var present = Files.list(folder)) {
            for (var file : present.filter(Files::isRegularFile).filter(f -> !written.contains(f)).toList()) {
                Files.delete(file);
            }
        }
    }
}
