package dev.tenon.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** What lies where the checks lie: the module's own classes, whatever the folder of the tests is called. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .importUrl(OpChecks.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void checksNeedNoTestLibraryAndNoKernels() {
        classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tenon.testing", "dev.tenon.core", "dev.tenon.spi", "dev.tenon.memory", "dev.tenon.tensor",
                "dev.tenon.optim", "java..",
                "org.jspecify..")
            .check(CLASSES);
    }
}
