namespace Kybernet.Machinery.Schema;

/// <summary>How server-side apply treats a map or struct.</summary>
public enum MapKind
{
    /// <summary>As the type says; granular if it says nothing.</summary>
    Unset,
    Atomic,
    Granular,
}
