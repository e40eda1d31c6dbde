using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.File;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.NodeFiles;

namespace LogOperator.Pipeline.Configuration;

/// <summary>
/// JSON forms in which those of seldom given members are made when one is met. By itself System.Text.Json makes the forms of all that a type can reach at
/// once: for a pipeline those of every kind of source, stage and store, which was a sixth of a program's start.
/// </summary>
public sealed class DeferredForms : IJsonTypeInfoResolver
{
    private readonly JsonSerializerContext context;
    private readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> deferred = [];

    private DeferredForms(JsonSerializerContext context) => this.context = context;

    /// <summary>The forms of a context, with those of the members of sources, stages and stores deferred.</summary>
    /// <param name="context">Has the forms.</param>
    /// <param name="more">Defers more.</param>
    public static JsonSerializerOptions Of(JsonSerializerContext context, Action<DeferredForms>? more = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var forms = new DeferredForms(context);
        forms.Defer<NodeFilesSpec>();
        forms.Defer<SelectorSpec>();
        forms.Defer<LineSpec>();
        forms.Defer<MultilineSpec>();
        forms.Defer<MetadataSpec>();
        forms.Defer<StageSpec>();
        forms.Defer<DeliverySpec>();
        forms.Defer<FileSinkSpec>();
        forms.Defer<HttpSinkSpec>();
        forms.Defer<KafkaSinkSpec>();
        forms.Defer<AuthSpec>();
        forms.Defer<TlsSpec>();
        forms.Defer<BatchSpec>();
        forms.Defer<RetrySpec>();
        forms.Defer<AllowedNamespacesSpec>();
        more?.Invoke(forms);
        return new JsonSerializerOptions(context.Options) { TypeInfoResolver = forms };
    }

    /// <summary>The form itself, where it was deferred.</summary>
    public static JsonTypeInfo Actual(JsonTypeInfo form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form.Converter is IDeferredForm deferred ? deferred.Form : form;
    }

    /// <summary>Defers the form of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public void Defer<T>()
        where T : class =>
        deferred[typeof(T)] = options => JsonMetadataServices.CreateValueInfo<T>(options, new DeferredForm<T>(context));

    /// <inheritdoc/>
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        deferred.TryGetValue(type, out var make) ? make(options) : ((IJsonTypeInfoResolver)context).GetTypeInfo(type, options);
}
