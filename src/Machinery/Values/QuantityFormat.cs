namespace Kybernet.Machinery.Values;

/// <summary>The notation a <see cref="Quantity"/> was written in, and is written in again.</summary>
public enum QuantityFormat : byte
{
    /// <summary>No notation: the zero value's. Written like <see cref="DecimalExponent"/>.</summary>
    Unset,

    /// <summary>A decimal exponent: <c>12e6</c>.</summary>
    DecimalExponent,

    /// <summary>Powers of 1024: <c>12Mi</c>.</summary>
    BinarySI,

    /// <summary>Powers of 1000: <c>12M</c>, <c>100m</c>.</summary>
    DecimalSI,
}
