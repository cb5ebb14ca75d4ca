namespace Kybernet.Store;

/// <summary>How what a key has must stand to the operand.</summary>
public enum CompareRelation
{
    Equal,
    Greater,
    Less,
    NotEqual,
}
