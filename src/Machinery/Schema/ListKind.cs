namespace Kybernet.Machinery.Schema;

/// <summary>How server-side apply treats a list.</summary>
public enum ListKind
{
    /// <summary>Not stated: atomic.</summary>
    Unset,
    Atomic,
    Set,
    Map,
}
