package dev.tenon.metric;

/** How a measure of each class becomes one; scikit-learn's names. */
public enum Average {
    /** Over all samples together, whatever their class. */
    MICRO,
    /** The mean over the classes, each as much. */
    MACRO,
    /** The mean over the classes, each by how many samples it has. */
    WEIGHTED,
    /** Each class by itself: {@code f1/0}, {@code f1/1} and so on. */
    NONE
}
