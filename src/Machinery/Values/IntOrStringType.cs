namespace Kybernet.Machinery.Values;

/// <summary>What an <see cref="IntOrString"/> holds; the numbers are those of the protobuf form.</summary>
public enum IntOrStringType : byte
{
    Int = 0,
    String = 1,
}
