package dev.tenon.codegen.processor;

import com.palantir.javapoet.JavaFile;
import java.io.IOException;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/** Writes what was generated, and reports what cannot be written. */
final class Output {
    private final Filer filer;
    private final Messager messager;

    Output(Filer filer, Messager messager) {
        this.filer = filer;
        this.messager = messager;
    }

    void write(Element element, List<JavaFile> files) {
        for (var file : files) {
            try {
                file.writeTo(filer);
            } catch (IOException e) {
                fail(element, file.packageName() + "." + file.typeSpec().name(), e);
            }
        }
    }

    void resource(Element element, String name, String text) {
        try (var out = filer.createResource(StandardLocation.CLASS_OUTPUT, "", name, element).openWriter()) {
            out.write(text);
        } catch (IOException e) {
            fail(element, name, e);
        }
    }

    /** A resource that no single element is behind. */
    void resource(String name, String text) {
        try (var out = filer.createResource(StandardLocation.CLASS_OUTPUT, "", name).openWriter()) {
            out.write(text);
        } catch (IOException e) {
            messager.printMessage(Diagnostic.Kind.ERROR, "cannot write " + name + ": " + e.getMessage());
        }
    }

    void error(Element element, String text) {
        messager.printMessage(Diagnostic.Kind.ERROR, text, element);
    }

    void fail(Element element, String what, IOException e) {
        messager.printMessage(Diagnostic.Kind.ERROR, "cannot write " + what + ": " + e.getMessage(), element);
    }
}
