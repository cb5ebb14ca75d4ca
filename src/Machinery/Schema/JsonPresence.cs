namespace Kybernet.Machinery.Schema;

/// <summary>When a field is written to JSON.</summary>
public enum JsonPresence
{
    /// <summary>When it is not empty, zero or absent.</summary>
    OmitEmpty,

    /// <summary>Always: <c>null</c>, <c>""</c>, <c>0</c>, <c>{}</c>.</summary>
    Always,
}
