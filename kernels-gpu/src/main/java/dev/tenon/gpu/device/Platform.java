package dev.tenon.gpu.device;

import dev.tenon.core.DeviceException;
import dev.tenon.gpu.driver.CudaDriver;
import dev.tenon.gpu.driver.CudaReport;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.gpu.driver.EmulatedDriver;

/** A way to devices. */
interface Platform {
    /** How many devices there are; never an exception. */
    int count();

    /** The devices, or why there is none; never an exception. */
    String describe();

    /** Opens the device with this index, which is below {@link #count}. */
    Driver open(int index);

    /** What this library comes with. */
    enum Known implements Platform {
        /** NVIDIA's cards by NVIDIA's libraries. */
        CUDA {
            @Override
            public int count() {
                return CudaReport.inspect().cards().size();
            }

            @Override
            public String describe() {
                return CudaReport.inspect().text();
            }

            @Override
            public Driver open(int index) {
                return CudaDriver.open(index);
            }
        },
        /** Devices that the CPU plays, for tests; two, so that tests see what it is to have more than one. */
        EMULATED {
            @Override
            public int count() {
                return EmulatedDriver.isAvailable() ? 2 : 0;
            }

            @Override
            public String describe() {
                return EmulatedDriver.isAvailable() ? "emulated by the CPU, for tests"
                    : "the emulated GPU needs a C++ compiler, and there is no g++ or clang++ on the path"
                        + "\n  try:   installing g++, or the environment variable CXX";
            }

            @Override
            public Driver open(int index) {
                return EmulatedDriver.open();
            }
        }
    }

    /** No devices at all, and why. */
    record Nothing(String describe) implements Platform {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public Driver open(int index) {
            throw new DeviceException(describe);
        }
    }

    /** What {@code tenon.gpu.driver} names. */
    static Platform named(String name) {
        return switch (name) {
            case "cuda" -> Known.CUDA;
            case "emulated" -> Known.EMULATED;
            default -> new Nothing("-Dtenon.gpu.driver=" + name + " names no driver\n  try:   cuda or emulated");
        };
    }
}
