namespace Kybernet.Machinery.Codecs;

/// <summary>A record for which the schema states defaults, or that holds such records.</summary>
/// <typeparam name="T">The record itself.</typeparam>
public interface IDefaulted<T>
    where T : class, IDefaulted<T>
{
    /// <summary>The record with the schema's defaults where fields are not set; itself when nothing is to be set.</summary>
    T WithDefaults();
}
