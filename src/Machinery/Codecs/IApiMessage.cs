using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A record of the API that reads and writes itself; generated from the schema.</summary>
public interface IApiMessage
{
    /// <summary>Writes the record as one JSON object; a kind's <c>kind</c> and <c>apiVersion</c> first if asked.</summary>
    void WriteJson(JsonWriter writer, bool withKind = false);

    /// <summary>Writes the record's fields, without tag and length.</summary>
    void WriteProto(ProtoWriter writer);
}

/// <summary>The typed side of <see cref="IApiMessage"/>.</summary>
/// <typeparam name="T">The record itself.</typeparam>
public interface IApiMessage<T> : IApiMessage
    where T : class, IApiMessage<T>
{
    /// <summary>The record with every field absent or zero.</summary>
    static abstract T Empty { get; }

    /// <summary>
    /// Reads one JSON object. Members come on top of those of <paramref name="into"/>, the value an earlier, duplicate member
    /// gave; <c>null</c> changes nothing.
    /// </summary>
    static abstract T ReadJson(ref JsonReader reader, T? into);

    /// <summary>Reads fields up to the end of the message, on top of those of <paramref name="into"/>.</summary>
    static abstract T ReadProto(ref ProtoReader reader, T? into);
}
