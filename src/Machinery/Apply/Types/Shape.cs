namespace Kybernet.Machinery.Apply.Types;

/// <summary>What a value of a type is walked as.</summary>
public enum Shape
{
    /// <summary>The type allows several shapes and the value (absent, <c>null</c>, or none of them) does not say which.</summary>
    Undetermined,
    Map,
    Scalar,
    List,
}
