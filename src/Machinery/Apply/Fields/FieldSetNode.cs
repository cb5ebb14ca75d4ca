namespace Kybernet.Machinery.Apply.Fields;

/// <summary>A branch of a field set: the step down, and the fields of the set below it.</summary>
public readonly record struct FieldSetNode(PathElement Step, FieldSet Fields);
