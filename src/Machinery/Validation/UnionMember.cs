namespace Kybernet.Machinery.Validation;

/// <summary>One of the fields of a union.</summary>
/// <param name="Field">The field's JSON name.</param>
/// <param name="DiscriminatorValue">The value of the union's discriminator that selects the field.</param>
public readonly record struct UnionMember(string Field, string DiscriminatorValue);
