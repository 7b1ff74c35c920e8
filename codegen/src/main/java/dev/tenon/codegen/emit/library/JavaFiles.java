package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;

/** What all generated source files have in common. */
public final class JavaFiles {
    private JavaFiles() {}

    public static JavaFile java(String packageName, TypeSpec type) {
        return JavaFile.builder(packageName, type).indent("    ").skipJavaLangImports(true).build();
    }
}
