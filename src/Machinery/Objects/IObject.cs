using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Objects;

/// <summary>A kind with object metadata: what the API server stores.</summary>
public interface IObject : IKind
{
    ObjectMeta Metadata { get; }

    /// <summary>The same object with other metadata.</summary>
    IObject WithMetadata(ObjectMeta metadata);

    /// <summary>
    /// The object with the schema's defaults (<c>default J</c>) where its fields are not set; itself when nothing is to be set. Defaults that
    /// depend on other fields are the business of the kind's strategy.
    /// </summary>
    IObject WithDefaults();

    /// <summary>
    /// Checks the schema's rules, those that look at one field alone, without those of <c>metadata</c> (<see cref="ObjectMetaRules"/>).
    /// </summary>
    /// <param name="errors">Takes what is found.</param>
    /// <param name="old">The object before an update, of the same kind; null when there was none.</param>
    void ValidateRules(FieldErrorList errors, IObject? old);
}

/// <summary>The typed side of <see cref="IObject"/>.</summary>
public interface IObject<T> : IObject, IKind<T>
    where T : class, IObject<T>
{
    /// <inheritdoc cref="IObject.WithMetadata"/>
    new T WithMetadata(ObjectMeta metadata);

    /// <inheritdoc cref="IObject.WithDefaults"/>
    /// <remarks>Records for which the schema states defaults have a method of their own.</remarks>
    new T WithDefaults() => (T)this;

    /// <inheritdoc cref="IObject.ValidateRules"/>
    /// <remarks>Records for which the schema states rules have a method of their own.</remarks>
    void ValidateRules(FieldErrorList errors, T? old)
    {
    }

    IObject IObject.WithMetadata(ObjectMeta metadata) => WithMetadata(metadata);

    IObject IObject.WithDefaults() => WithDefaults();

    void IObject.ValidateRules(FieldErrorList errors, IObject? old) => ValidateRules(errors, (T?)old);
}
