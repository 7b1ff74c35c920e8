package dev.tenon.gpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** What lies where the backend lies: the module's own classes, whatever the folder of the tests is called. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .importUrl(GpuBackend.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void kernelsSeeOnlyTheSpiTheOperatorsAndMemory() {
        classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tenon.gpu..", "dev.tenon.core", "dev.tenon.spi", "dev.tenon.ops",
                "dev.tenon.memory", "org.bytedeco..", "java..", "javax.crypto..", "org.jspecify..")
            .check(CLASSES);
    }

    @Test
    void onlyTheDriverKnowsNvidiasLibraries() {
        noClasses().that().resideOutsideOfPackage("dev.tenon.gpu.driver").should().dependOnClassesThat().resideInAPackage("org.bytedeco..")
            .check(CLASSES);
    }

    @Test
    void everyLayerKnowsOnlyThoseBelow() {
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("backend").definedBy("dev.tenon.gpu")
            .layer("generated").definedBy("dev.tenon.gpu.generated")
            .layer("kernels").definedBy("dev.tenon.gpu.kernels..")
            .layer("launch").definedBy("dev.tenon.gpu.launch")
            .layer("device").definedBy("dev.tenon.gpu.device")
            .layer("driver").definedBy("dev.tenon.gpu.driver")
            .whereLayer("backend").mayNotBeAccessedByAnyLayer()
            .whereLayer("generated").mayNotBeAccessedByAnyLayer()
            .whereLayer("kernels").mayOnlyBeAccessedByLayers("generated")
            .whereLayer("launch").mayOnlyBeAccessedByLayers("generated", "kernels")
            .whereLayer("device").mayOnlyBeAccessedByLayers("backend", "launch")
            .check(CLASSES);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("dev.tenon.gpu.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void topicsOfKernelsDoNotKnowEachOther() {
        slices().matching("dev.tenon.gpu.kernels.(*)").should().notDependOnEachOther().check(CLASSES);
    }
}
